package dev.gatehouse.audit.settings;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuditTest
class SettingsResourceTest {
  @Inject IdentityView view;

  private TestIdentities identities;
  private String organisation;
  private String admin;

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    admin = identities.serviceKey(organisation, Role.ADMIN, Scope.READ, Scope.ADMIN);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void keepsRedactedBodiesUnlessToldOtherwise() {
    bearer(admin)
        .get("/api/audit/settings")
        .then()
        .statusCode(200)
        .body("bodies", equalTo("REDACTED"))
        .body("maxBytes", equalTo(4096))
        .body("readsWhenFull", equalTo("REFUSE"))
        .body("retention.calls", equalTo("STANDARD"));
  }

  @Test
  void tellsTheGateways() throws InterruptedException {
    put("{\"bodies\":\"NONE\",\"tools\":{\"t1\":\"REDACTED\"}}").statusCode(200);

    Map<String, AuditSettings> told = new ConcurrentHashMap<>();
    try (CompactedTopicReader reader =
        new CompactedTopicReader(
            List.of(Topics.AUDIT_SETTINGS),
            Map.of("bootstrap.servers", AuditTopic.bootstrap()),
            (EventKey topicKey, byte[] value) -> {
              if (EventCodec.read(value) instanceof AuditSettings settings) {
                told.put(settings.organisation(), settings);
              }
            })) {
      reader.start();
      await().atMost(Duration.ofSeconds(20)).until(() -> told.containsKey(organisation));
    }
    assertThat(told.get(organisation).bodies()).isEqualTo(Bodies.NONE);
    assertThat(told.get(organisation).of("t1")).isEqualTo(Bodies.REDACTED);
  }

  @Test
  void aChangeIsOnRecordWithWhatWasBefore() {
    put("{\"maxBytes\":1024}").statusCode(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.settings.change'"
                            .formatted(organisation)))
                .singleElement()
                .asString()
                .contains("\\\"maxBytes\\\":4096", "\\\"maxBytes\\\":1024"));
  }

  @Test
  void recordsGoToTheClassThatIsWanted() {
    put("{\"retention\":{\"calls\":\"SHORT\"}}").statusCode(200);
    AuditRecord call = call(organisation, "echo");
    try (AuditTopic topic = new AuditTopic()) {
      topic.publish(call);
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT retention_class FROM audit_record WHERE id = '" + call.id() + "'"))
                .containsExactly("short"));
  }

  @Test
  void aRecordThatComesAgainAfterItsClassWasChangedIsStoredOnce() {
    AuditRecord call = call(organisation, "echo");
    try (AuditTopic topic = new AuditTopic()) {
      topic.publish(call);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> TestDatabase.idsOf(organisation).contains(call.id()));
      put("{\"retention\":{\"calls\":\"LONG\"}}").statusCode(200);

      topic.publish(call);
      topic.publish(AuditTopic.at(call.occurredAt(), call(organisation, "next")));
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            TestDatabase.select(
                        "SELECT id FROM audit_record WHERE organisation = '%s' AND tool = 'next'"
                            .formatted(organisation))
                    .size()
                == 1);
    assertThat(TestDatabase.select("SELECT id FROM audit_record WHERE id = '" + call.id() + "'"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"maxBytes\":10} | /maxBytes",
        "{\"maxBytes\":1000000} | /maxBytes",
        "{\"tools\":{\"t\":null}} | /tools",
      })
  void saysWhatCannotBe(String body, String pointer) {
    put(body).statusCode(400).body("errors.pointer", hasItem(pointer));
  }

  @Test
  void takesNoUnknownChoice() {
    put("{\"bodies\":\"EVERYTHING\"}").statusCode(400);
  }

  @Test
  void onlyAnAdministratorChangesThem() {
    String editor = identities.serviceKey(organisation, Role.EDITOR, Scope.READ, Scope.WRITE);

    bearer(editor)
        .contentType("application/json")
        .body("{\"bodies\":\"NONE\"}")
        .put("/api/audit/settings")
        .then()
        .statusCode(403);
  }

  private ValidatableResponse put(String body) {
    return bearer(admin)
        .contentType("application/json")
        .body(body)
        .put("/api/audit/settings")
        .then();
  }

  private static io.restassured.specification.RequestSpecification bearer(String key) {
    return given().header("Authorization", "Bearer " + key);
  }
}
