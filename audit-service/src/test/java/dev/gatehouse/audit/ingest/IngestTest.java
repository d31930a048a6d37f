package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuditTest
class IngestTest {
  @Inject Retry retry;

  private final String organisation = TestIdentities.newId();
  private AuditTopic topic;

  @BeforeEach
  void open() {
    topic = new AuditTopic();
  }

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void storesEachRecordOnceThoughItIsProducedTwice() {
    List<AuditRecord> records = calls(10_000);

    topic.publish(records);
    topic.publish(records);

    awaitStored(records);
    awaitOffsetsCommitted();
    assertThat(TestDatabase.idsOf(organisation)).containsExactlyInAnyOrderElementsOf(ids(records));
  }

  @Test
  void losesNothingWhenConnectionsAreCutInTheMiddle() {
    List<AuditRecord> records = calls(10_000);

    for (int from = 0; from < records.size(); from += 1_000) {
      topic.publish(records.subList(from, from + 1_000));
      TestDatabase.cutConnections();
    }

    awaitStored(records);
  }

  @Test
  void waitsWhileTheDatabaseIsAway() {
    List<AuditRecord> records = calls(500);
    awaitOffsetsCommitted();
    long before = topic.uncommitted();
    TestDatabase.allowConnections(false);
    TestDatabase.cutConnections();
    try {
      topic.publish(records);
      await().atMost(Duration.ofSeconds(20)).until(() -> retry.waiting() > 0);
      assertThat(topic.uncommitted()).isEqualTo(before + records.size());
    } finally {
      TestDatabase.allowConnections(true);
    }

    awaitStored(records);
    awaitOffsetsCommitted();
  }

  @Test
  void aLateRecordGetsThePartitionOfItsDay() {
    Instant then = Instant.now().minus(30, ChronoUnit.DAYS);
    AuditRecord late = AuditTopic.at(then, call(organisation, "echo"));

    topic.publish(late);

    awaitStored(List.of(late));
    String day = LocalDate.ofInstant(then, ZoneOffset.UTC).toString().replace("-", "");
    assertThat(
            TestDatabase.select(
                "SELECT tableoid::regclass FROM audit_record WHERE id = '" + late.id() + "'"))
        .containsExactly("audit_record_" + day + "_standard");
  }

  private List<AuditRecord> calls(int count) {
    return IntStream.range(0, count).mapToObj(i -> call(organisation, "tool-" + i % 7)).toList();
  }

  private static List<String> ids(List<AuditRecord> records) {
    return records.stream().map(AuditRecord::id).toList();
  }

  private void awaitStored(List<AuditRecord> records) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> assertThat(TestDatabase.idsOf(organisation)).containsAll(ids(records)));
  }

  private void awaitOffsetsCommitted() {
    await().atMost(Duration.ofSeconds(30)).until(() -> topic.uncommitted() == 0);
  }
}
