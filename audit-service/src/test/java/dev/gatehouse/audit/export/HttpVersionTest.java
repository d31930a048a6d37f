package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A part of an export must not look like the whole, nor end what others are reading. */
@AuditTest
class HttpVersionTest {
  @Inject IdentityView view;

  @TestHTTPResource("/api/audit/export")
  URI export;

  private TestIdentities identities;
  private String key;

  @BeforeEach
  void anOrganisationWithAKey() {
    identities = new TestIdentities(view);
    String organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void nothingIsExportedOverHttp10() throws IOException {
    String request =
        "GET %s HTTP/1.0\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(export.getPath(), export.getAuthority(), key);
    try (Socket socket = new Socket(export.getHost(), export.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).contains(" 505 ", "application/problem+json", "problems/http-version");
    }
  }

  /** This client offers to go on in HTTP/2. */
  @Test
  void requestsDoNotShareAConnection() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(export).header("Authorization", "Bearer " + key).build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }
}
