package dev.gatehouse.auth.key;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@AuthTest
class KeyRotationTest {
  @Inject SigningKeys stored;
  @Inject KeyRing ring;

  @Test
  void keepsTokensGoodThatAreOut() throws ParseException {
    String before = token();
    rotate().statusCode(200);
    letTheNextKeySign();
    String after = token();
    assertThat(kid(after)).isNotEqualTo(kid(before));
    awaitAccepted(before);
    awaitAccepted(after);
  }

  @Test
  void publishesTheNextKeyBeforeItSigns() throws InterruptedException {
    String signing = ring.signing().getKeyID();
    List<String> published = rotate().extract().path("published");
    given().get("/oauth/jwks").then().body("keys.kid", hasItem(signing));
    given().get("/oauth/jwks").then().body("keys.kid", hasSize(published.size()));
    assertThat(ring.signing().getKeyID()).isEqualTo(signing);
    String next = published.stream().filter(id -> !id.equals(signing)).findFirst().orElseThrow();
    try (Topic trail = new Topic(Topics.AUDIT)) {
      trail.await(AuditRecord.class, record -> record.action().equals("signing-key.create"));
    }
    assertThat(next).isNotEqualTo(signing);
  }

  @Test
  void showsNoPrivateKey() {
    assertThat(given().get("/oauth/jwks").body().asString()).doesNotContain("\"d\"");
  }

  @Test
  void isForOperatorsOnly() {
    given().post("/internal/signing-keys/rotate").then().statusCode(401);
    given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("gateway", "auth", null))
        .post("/internal/signing-keys/rotate")
        .then()
        .statusCode(403);
  }

  private static ValidatableResponse rotate() {
    return given()
        .header("Gatehouse-Caller", TestKeys.current().assertion("launcher", "auth", null))
        .post("/internal/signing-keys/rotate")
        .then();
  }

  /** As if the time that it is published in advance had passed. */
  private void letTheNextKeySign() {
    Date now = Date.from(Instant.now());
    stored.change(
        Actor.service("auth"),
        keys -> new JWKSet(keys.getKeys().stream().map(key -> notAfter(key, now)).toList()));
    ring.refresh();
  }

  private static JWK notAfter(JWK key, Date now) {
    ECKey ec = key.toECKey();
    return ec.getNotBeforeTime().after(now) ? new ECKey.Builder(ec).notBeforeTime(now).build() : ec;
  }

  private static String token() {
    Person person = Person.create();
    return BrowserlessClient.register()
        .usedBy(person)
        .tokens(BrowserlessClient.ORIGIN + "/api", null)
        .path("access_token");
  }

  // The member becomes known to the service's own view within seconds.
  private static void awaitAccepted(String token) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            given()
                .header("Authorization", "Bearer " + token)
                .get("/api/me")
                .then()
                .statusCode(200));
  }

  private static String kid(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }
}
