package dev.gatehouse.audit.verify;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** So many verifications run at once, and each gives its place back. */
@AuditTest
class VerifyPlacesTest {
  @Inject IdentityView view;
  @Inject VerifyPlaces places;
  @Inject VerifyConfig config;
  @Inject StoredTrail trail;

  @TestHTTPResource("/api/audit/verify")
  URL url;

  private TestIdentities identities;
  private String key;

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    trail.organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(trail.organisation, Role.VIEWER, Scope.READ);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void whoComesWhenAllPlacesAreTakenIsToldToComeAgain() {
    List<VerifyPlaces.Place> taken = new ArrayList<>();
    try {
      for (int i = 0; i < config.concurrent(); i++) {
        taken.add(places.take("organisation-" + i));
      }

      verify().statusCode(503).body("detail", containsString("Too many trails"));
    } finally {
      taken.forEach(VerifyPlaces.Place::close);
    }
    verify().statusCode(200);
  }

  @Test
  void whatFailsGivesItsPlaceBack() {
    TestDatabase.administer("REVOKE SELECT ON audit_digest FROM audit");
    try {
      for (int i = 0; i <= config.concurrent(); i++) {
        verify().statusCode(503).body("detail", containsString("cannot be read"));
      }
    } finally {
      TestDatabase.administer("GRANT SELECT ON audit_digest TO audit");
    }
    verify().statusCode(200);
  }

  @Test
  void whoHangsUpGivesThePlaceBack() throws Exception {
    trail.write(1);
    try (Connection lock = TestDatabase.superuser();
        Socket client = new Socket(url.getHost(), url.getPort())) {
      lock.setAutoCommit(false);
      TestDatabase.run(lock, "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(trail.partition()));
      client
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(url.getPath(), url.getHost(), url.getPort(), key)
                  .getBytes(StandardCharsets.US_ASCII));
      await().atMost(Duration.ofSeconds(25)).until(() -> places.free() == config.concurrent() - 1);

      client.close();

      lock.rollback();
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> places.free() == config.concurrent());
    verify().statusCode(200);
  }

  private ValidatableResponse verify() {
    return given().header("Authorization", "Bearer " + key).get("/api/audit/verify").then();
  }
}
