package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.DeadLetterTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.IdentityEvent.Heartbeat;
import dev.gatehouse.platform.testing.TestIdentities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuditTest
class DeadLetterTest {
  private final String organisation = TestIdentities.newId();
  private AuditTopic topic;
  private DeadLetterTopic deadLetters;

  @BeforeEach
  void open() {
    topic = new AuditTopic();
    deadLetters = new DeadLetterTopic();
  }

  @AfterEach
  void close() {
    topic.close();
    deadLetters.close();
  }

  @Test
  void keepsWhatIsNoJson() {
    assertBuried("no JSON at all".getBytes(StandardCharsets.UTF_8), "Unrecognized token");
  }

  @Test
  void keepsATypeOfALaterVersion() {
    assertBuried(spoilt(event -> event.put("type", "dev.gatehouse.audit.recorded.v2")), "v2");
  }

  @Test
  void keepsAnEventOfAnotherTopic() {
    byte[] heartbeat =
        EventCodec.encode(EventCodec.envelope("auth", new Heartbeat(Instant.now()), null));
    assertBuried(heartbeat, "not an audit record");
  }

  @ParameterizedTest
  @CsvSource({
    "id, no-uuid, Invalid UUID",
    "id, , without /id",
    "occurredAt, , without /occurredAt",
    "occurredAt, yesterday, yesterday",
    "organisation, , without /organisation",
    "organisation, '', not an organisation id",
    "phase, MIDDLE, MIDDLE",
    "action, , without /action",
    "outcome, , without /outcome"
  })
  void keepsARecordWithAWrongMember(String member, String value, String reason) {
    assertBuried(spoilt(event -> data(event).put(member, value)), reason);
  }

  @Test
  void keepsARecordFromALongTimeAgo() {
    Instant then = Instant.now().minus(91, ChronoUnit.DAYS);
    assertBuried(spoilt(event -> data(event).put("occurredAt", then.toString())), "not taken");
  }

  @Test
  void keepsARecordFromTheFuture() {
    Instant then = Instant.now().plus(25, ChronoUnit.HOURS);
    assertBuried(spoilt(event -> data(event).put("occurredAt", then.toString())), "not taken");
  }

  @Test
  void keepsARecordUnderAnIdThatAnotherOrganisationHas() {
    AuditRecord theirs = call(TestIdentities.newId(), "echo");
    topic.publish(theirs);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestDatabase.idsOf(theirs.organisation()).contains(theirs.id()));

    assertBuried(
        spoilt(event ->
            data(event).put("id", theirs.id()).put("occurredAt", theirs.occurredAt().toString())),
        "under this id of another organisation");
  }

  @Test
  void keepsTheOneRecordThatTheDatabaseRefuses() {
    TestDatabase.administer(
        "ALTER TABLE audit_record ADD CONSTRAINT refused CHECK (action <> 'refuse.me') NOT VALID");
    try {
      AuditRecord[] good = new AuditRecord[20];
      for (int i = 0; i < good.length; i++) {
        good[i] = call(organisation, "echo");
        if (i == 7) {
          topic.publish(organisation, spoilt(event -> data(event).put("action", "refuse.me")));
        }
        topic.publish(good[i]);
      }
      assertThat(deadLetters.reasonFor(organisation)).contains("refused");
      awaitStored(good);
    } finally {
      TestDatabase.administer("ALTER TABLE audit_record DROP CONSTRAINT refused");
    }
  }

  private void assertBuried(byte[] value, String reason) {
    AuditRecord next = call(organisation, "echo");

    topic.publish(organisation, value);
    topic.publish(next);

    assertThat(deadLetters.reasonFor(organisation)).contains(reason);
    assertThat(deadLetters.valueFor(organisation)).isEqualTo(value);
    awaitStored(next);
  }

  private void awaitStored(AuditRecord... records) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(TestDatabase.idsOf(organisation))
                .containsExactlyInAnyOrder(
                    Arrays.stream(records).map(AuditRecord::id).toArray(String[]::new)));
  }

  private byte[] spoilt(Consumer<ObjectNode> change) {
    ObjectNode event = AuditTopic.tree(call(organisation, "echo"));
    change.accept(event);
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode data(ObjectNode event) {
    return (ObjectNode) event.path("data");
  }
}
