package dev.gatehouse.auth.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@AuthTest
class ExpiryTest {
  @Inject Expiry expiry;

  @Test
  void removesWhatHasExpiredAndNothingElse() {
    Person past = Person.create();
    Person present = Person.create();
    BrowserlessClient.of("none").usedBy(past).signedIn();
    BrowserlessClient.of("none").usedBy(present).signedIn();
    past.sql("UPDATE browser_session SET expires_at = now() - interval '1 s' WHERE user_id = ?");
    expiry.remove();
    assertThat(sessions(past)).isEmpty();
    assertThat(sessions(present)).hasSize(1);
  }

  @Test
  void takesARevocationBackOnceNoTokenIsAlive() throws Exception {
    Person person = Person.create();
    BrowserlessClient client = BrowserlessClient.register().usedBy(person);
    String code = client.code(person.endpoint(), null);
    String token = client.exchange(code).path("access_token");
    client.exchange(code);
    Database.run(
        "UPDATE oauth_grant SET revoked_at = now() - interval '2 d' WHERE revoked_at IS NOT NULL");
    expiry.remove();
    String grant = SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("grant_id");
    try (Topic identity = new Topic(Topics.IDENTITY)) {
      identity.awaitTombstone(new EventKey(person.organisation(), "revocation", grant));
    }
    assertThat(Database.query("SELECT 1 FROM oauth_grant WHERE id = '" + grant + "'")).isEmpty();
  }

  @Test
  void endsWhatWasAllowedAClientThatIsForgotten() {
    BrowserlessClient client = BrowserlessClient.register().usedBy(Person.create());
    String refreshToken =
        client.tokens(BrowserlessClient.ORIGIN + "/api", null).path("refresh_token");
    Database.run(
        "UPDATE oauth_client SET last_used_at = now() - interval '91 d' WHERE id = '%s'"
            .formatted(client.id()));
    expiry.remove();
    assertThat(
            Database.query(
                "SELECT revoked_at IS NOT NULL FROM oauth_grant WHERE client_id = '%s'"
                    .formatted(client.id())))
        .hasToString("[true]");
    assertThat(client.refresh(refreshToken).statusCode()).isEqualTo(401);
  }

  @Test
  void forgetsWhatWasAllowedAndIsNoLongerUsed() {
    BrowserlessClient client = BrowserlessClient.register().usedBy(Person.create());
    client.tokens(BrowserlessClient.ORIGIN + "/api", null);
    String grants = " FROM oauth_grant WHERE client_id = '%s'".formatted(client.id());
    Database.run("DELETE FROM refresh_token WHERE grant_id IN (SELECT id" + grants + ")");
    Database.run("DELETE FROM authorization_code WHERE grant_id IN (SELECT id" + grants + ")");
    expiry.remove();
    assertThat(Database.query("SELECT 1" + grants)).hasSize(1);
    Database.run(
        "UPDATE oauth_grant SET created_at = now() - interval '2 d' WHERE client_id = '%s'"
            .formatted(client.id()));
    expiry.remove();
    assertThat(Database.query("SELECT 1" + grants)).isEmpty();
  }

  private static List<?> sessions(Person person) {
    return Database.query("SELECT 1 FROM browser_session WHERE user_id = '" + person.id() + "'");
  }
}
