package dev.gatehouse.sync.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.json.Json;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks auth-service who is signed in at a browser: sessions are its own, and mean nothing to
 * anybody else (ADR 0011).
 */
@ApplicationScoped
class Browsers {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI session;
  private final CallerAssertion.Signer signer;

  Browsers(ConnectConfig config, CallerAssertion.Signer signer) {
    this.session = URI.create(config.authUrl() + "/internal/browser-session");
    this.signer = signer;
  }

  /**
   * The user's id; empty if nobody is signed in.
   *
   * @param cookies value of the browser's header
   * @throws IOException if auth-service does not say
   */
  Optional<String> user(@Nullable String cookies) throws IOException, InterruptedException {
    if (cookies == null || cookies.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    HttpRequest request =
        HttpRequest.newBuilder(session)
            .timeout(LIMIT)
            .header("Gatehouse-Caller", signer.sign("auth", null))
            .header("Cookie", cookies)
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() == 204) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw new IOException("auth-service answered " + answer.statusCode());
    }
    JsonNode user = Json.mapper().readTree(answer.body()).path("user");
    return Optional.ofNullable(user.textValue());
  }

  @PreDestroy
  void close() {
    http.close();
  }
}
