package dev.gatehouse.auth.audit;

import static dev.gatehouse.auth.BrowserlessClient.hidden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Person;
import dev.gatehouse.auth.Topic;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Outcome.Status;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every security decision leaves a record in the organisation's trail. */
@AuthTest
class AuditTrailTest {
  private Person person;
  private BrowserlessClient client;
  private Topic trail;

  @BeforeEach
  void read() {
    person = Person.create();
    client = BrowserlessClient.register().usedBy(person);
    trail = new Topic(Topics.AUDIT);
  }

  @AfterEach
  void close() throws InterruptedException {
    trail.close();
  }

  @Test
  void recordsASignIn() {
    client.signIn("/login");
    AuditRecord record = await("session.sign-in", Status.SUCCESS);
    assertThat(record.actor().user()).isEqualTo(person.id());
    assertThat(record.sourceAddress()).isNotNull();
    assertThat(record.service()).isEqualTo("auth");
  }

  @Test
  void recordsAFailedSignIn() {
    client.signIn("/login", person.username(), "wrong");
    AuditRecord record = await("session.sign-in", Status.DENIED);
    assertThat(record.decision().rule()).isEqualTo("wrong-password");
    assertThat(record.actor().user()).isNull();
    assertThat(record.target().id()).isEqualTo(person.id());
  }

  @Test
  void keepsNothingOfWhatWasTypedAsAnUnknownUser() {
    client.signIn("/login", "my-secret-password", "x");
    AuditRecord record =
        trail.await(AuditRecord.class, r -> "unknown-user".equals(r.decision().rule()));
    assertThat(record.organisation()).isEqualTo(EventKey.PLATFORM);
    assertThat(record.toString()).doesNotContain("my-secret-password");
  }

  @Test
  void recordsConsent() {
    client.code(person.endpoint(), null);
    AuditRecord record = await("consent.give", Status.SUCCESS);
    assertThat(record.actor().client()).isEqualTo(client.id());
    assertThat(record.target().id()).isEqualTo(person.endpoint());
    assertThat(record.detail()).containsEntry("scope", "mcp:read mcp:write");
  }

  @Test
  void recordsDenial() {
    String page = client.consentPage(client.request(person.endpoint()));
    Map<String, String> form = hidden(client.get(page));
    form.put("decision", "deny");
    client.post(page, form);
    assertThat(await("consent.give", Status.DENIED).decision().rule()).isEqualTo("denied-by-user");
  }

  @Test
  void recordsATokenThatIsIssued() {
    client.tokens(person.endpoint(), null);
    assertThat(await("token.issue", Status.SUCCESS).detail())
        .containsEntry("grantType", "authorization_code");
  }

  @Test
  void recordsATokenThatIsRefusedAndWhatItEnds() {
    String code = client.code(person.endpoint(), null);
    client.exchange(code);
    client.exchange(code);
    assertThat(await("token.issue", Status.DENIED).decision().rule()).isEqualTo("code-replayed");
    assertThat(await("grant.revoke", Status.SUCCESS).detail())
        .containsEntry("why", "code-replayed");
  }

  @Test
  void recordsANewClient() {
    AuditRecord record =
        trail.await(
            AuditRecord.class,
            r -> r.action().equals("client.register") && client.id().equals(r.target().id()));
    assertThat(record.detail()).containsEntry("redirectUris", "http://127.0.0.1:3000/callback");
  }

  @Test
  void recordsKeysAndOrganisations() {
    Administrator owner = new Administrator(person.id(), person.organisation());
    String key = owner.apiKey();
    owner.request().delete("/api/api-keys/" + key.substring(4, 20));
    assertThat(await("api-key.create", Status.SUCCESS).target().name()).isEqualTo("test");
    await("api-key.revoke", Status.SUCCESS);
  }

  @Test
  void recordsAKeyThatIsRefused() {
    new Administrator(person.id(), person.organisation())
        .request(person.organisation(), Role.OWNER, Scope.ADMIN)
        .body("{\"name\": \"more\", \"scopes\": [\"mcp:write\"]}")
        .post("/api/api-keys");
    assertThat(await("api-key.create", Status.DENIED).decision().rule())
        .isEqualTo("scope-beyond-creator");
  }

  private AuditRecord await(String action, Status outcome) {
    return trail.await(
        AuditRecord.class,
        record ->
            record.organisation().equals(person.organisation())
                && record.action().equals(action)
                && record.outcome().status() == outcome);
  }
}
