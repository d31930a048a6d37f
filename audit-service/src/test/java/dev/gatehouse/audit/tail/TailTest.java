package dev.gatehouse.audit.tail;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.tail.Tail.Step;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of a chain is read at once. */
@AuditTest
class TailTest {
  private static final LocalDate EVER = LocalDate.of(2000, 1, 1);

  @Inject Tail tail;

  private AuditTopic topic;
  private String organisation;

  @BeforeEach
  void aTopic() {
    topic = new AuditTopic();
    organisation = TestIdentities.newId();
  }

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void aStepOfLargeRecordsIsAboutAMegabyteAndTheNextGoesOnAfterIt() throws SQLException {
    String input = "{\"input\":{\"bytes\":50000,\"content\":\"" + "a".repeat(50_000) + "\"}}";
    store(80, input);

    List<Step> steps = steps();

    assertThat(steps)
        .hasSizeGreaterThan(3)
        .allSatisfy(step ->
            assertThat(step.added().stream().mapToInt(added -> added.record().length()).sum())
                .isLessThanOrEqualTo(1 << 20));
    assertThat(steps.stream().flatMap(step -> step.added().stream()).map(Tail.Added::seq))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 80).mapToObj(Long::valueOf).toList());
  }

  @Test
  void recordsThatDoNotFitIntoOneStepAreAStepEach() throws SQLException {
    store(3, "{}");
    // Larger than an event can be: the largest together still fit.
    TestDatabase.administer(
        "UPDATE audit_record SET record = repeat('a', 1100000) WHERE organisation = '%s'"
            .formatted(organisation));

    assertThat(steps()).extracting(step -> step.added().size()).containsExactly(1, 1, 1);
  }

  private List<Step> steps() throws SQLException {
    List<Step> steps = new ArrayList<>();
    for (Map.Entry<ChainId, Long> end : tail.ends(organisation, EVER).entrySet()) {
      for (long place = 0; place < end.getValue(); place = steps.getLast().upTo()) {
        steps.add(tail.next(Filter.all(organisation), end.getKey(), place, end.getValue()));
      }
    }
    return steps;
  }

  /** All of them on one day, whatever the time is. */
  private void store(int count, String members) {
    Instant now = Instant.now();
    List<AuditRecord> records =
        IntStream.range(0, count)
            .mapToObj(i -> AuditTopic.at(now, patched(call(organisation, "tool-" + i), members)))
            .toList();
    topic.publish(records);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> TestDatabase.idsOf(organisation).size() == count);
  }
}
