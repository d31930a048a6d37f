package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.DeadLetterTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.LogLines;
import dev.gatehouse.platform.testing.TestIdentities;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records under one id that are not the same. */
@AuditTest
class ConflictTest {
  private static final String OTHERWISE = "{\"action\":\"tool.call\",\"traceId\":\"of-another\"}";

  @Inject IdentityView view;
  @Inject Ingest ingest;
  @Inject MeterRegistry meters;

  private TestIdentities identities;
  private OrganisationTrail trail;
  private AuditRecord first;
  private AuditRecord next;
  private double conflicts;
  private double duplicates;

  @BeforeEach
  void open() {
    identities = new TestIdentities(view);
    trail = OrganisationTrail.create(identities);
    first = call(trail.organisation(), "first");
    next = call(trail.organisation(), "next");
    conflicts = counted("conflict");
    duplicates = counted("duplicate");
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void ofTwoInOneBatchTheFirstIsKeptAndTheOtherCounted() {
    deliver(first, patched(first, OTHERWISE), next, first);

    assertFirstKept();
    assertCounted(1, 1);
  }

  @Test
  void whatIsInTheTrailIsKeptAndTheOtherCounted() {
    deliver(first);

    deliver(next, patched(first, OTHERWISE), first);

    assertFirstKept();
    assertCounted(1, 1);
  }

  @Test
  void aSecondDeliveryIsNoConflict() {
    deliver(first, next);

    deliver(next, first, first);

    assertFirstKept();
    assertCounted(0, 3);
  }

  @Test
  void ofTwoOrganisationsInOneBatchOneIsStoredAndTheOtherADeadLetter() {
    String other = identities.organisation("other-" + TestIdentities.newId());
    AuditRecord theirs = patched(first, "{\"organisation\":\"%s\"}".formatted(other));

    deliver(first, theirs, next);

    assertFirstKept();
    assertThat(TestDatabase.idsOf(other)).doesNotContain(first.id());
    try (DeadLetterTopic deadLetters = new DeadLetterTopic()) {
      assertThat(deadLetters.reasonFor(other)).contains("under this id of another organisation");
      assertThat(deadLetters.valueFor(other)).asString().contains(first.id());
    }
    assertCounted(0, 0);
  }

  @Test
  void eachIsNamedInTheLogHoweverManyThereAre() {
    List<AuditRecord> records =
        IntStream.range(0, 100).mapToObj(i -> call(trail.organisation(), "tool-" + i)).toList();
    List<AuditRecord> others = records.stream().map(r -> patched(r, OTHERWISE)).toList();
    ingest.begin(Delivery.of(records)).run();
    try (LogLines log = LogLines.of(TrailWriter.class)) {

      ingest.begin(Delivery.of(others)).run();

      assertThat(log.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(4_000));
      assertThat(String.join("\n", log.lines()))
          .contains(records.stream().map(AuditRecord::id).toList());
    }
  }

  private void deliver(AuditRecord... records) {
    ingest.begin(Delivery.of(List.of(records))).run();
  }

  private void assertFirstKept() {
    assertThat(
            TestDatabase.select(
                "SELECT trace_id FROM audit_record WHERE id = '%s'".formatted(first.id())))
        .containsExactly(first.traceId());
    trail.assertHoldsOnce(List.of(first, next));
  }

  private void assertCounted(int moreConflicts, int moreDuplicates) {
    assertThat(counted("conflict") - conflicts).isEqualTo(moreConflicts);
    assertThat(counted("duplicate") - duplicates).isEqualTo(moreDuplicates);
  }

  private double counted(String result) {
    return meters.get("gatehouse.audit.ingest.records").tag("result", result).counter().count();
  }
}
