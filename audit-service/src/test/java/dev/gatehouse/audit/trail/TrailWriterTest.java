package dev.gatehouse.audit.trail;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.digest.Digests;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows and partitions that are not as they were when they were seen last, or as is presumed. */
@AuditTest
class TrailWriterTest {
  @Inject TrailWriter writer;
  @Inject Partitions partitions;
  @Inject Digests digests;

  private final String organisation = TestIdentities.newId();

  @Test
  void aPartitionThatHasBeenRetiredIsMadeAgain() throws Exception {
    Instant then = Instant.parse("2004-05-06T07:08:09Z");
    writer.write(rowOf(then));
    digests.sign();
    assertThat(TestDatabase.select("SELECT audit_partition_retire('2004-05-06', 'standard')"))
        .containsExactly("retired");
    List<TrailRow> late = rowOf(then);

    int stored = writer.write(late).stored();

    assertThat(stored).isOne();
    assertThat(TestDatabase.idsOf(organisation)).containsExactly(late.getFirst().id().toString());
  }

  @Test
  void aPartitionThatIsRememberedAndNotOpenIsOpened() throws Exception {
    Instant then = Instant.parse("2004-05-07T07:08:09Z");
    writer.write(rowOf(then));
    close("audit_record_20040507_standard");

    int stored = writer.write(rowOf(then)).stored();

    assertThat(stored).isOne();
    assertThat(triggersOf("audit_record_20040507_standard")).containsExactly("written_by_platform");
  }

  @Test
  void aPartitionOfAnEarlierVersionIsOpened() throws Exception {
    Instant then = Instant.parse("2004-05-08T07:08:09Z");
    TestDatabase.administer("SELECT audit_partition_ensure('2004-05-08', 'standard')");
    close("audit_record_20040508_standard");

    partitions.ensure(rowOf(then).stream().map(Partitions.Partition::of).toList());

    assertThat(triggersOf("audit_record_20040508_standard")).containsExactly("written_by_platform");
    assertThat(
            TestDatabase.select(
                "SELECT has_table_privilege('audit', 'audit_record_20040508_standard', 'INSERT')"))
        .containsExactly("t");
  }

  @Test
  void aRowThatComesAgainAmongOthersIsLeftOut() throws Exception {
    Instant then = Instant.parse("2004-05-09T07:08:09Z");
    List<TrailRow> first = rowOf(then);
    List<TrailRow> second = rowOf(then);
    writer.write(first);

    int stored =
        writer.write(List.of(second.getFirst(), first.getFirst(), second.getFirst())).stored();

    assertThat(stored).isOne();
    assertThat(TestDatabase.idsOf(organisation)).containsExactlyInAnyOrder(id(first), id(second));
  }

  @Test
  void aRowThatComesAgainInAnotherRetentionClassIsLeftOut() throws Exception {
    AuditRecord record =
        AuditTopic.at(Instant.parse("2004-05-10T07:08:09Z"), call(organisation, "echo"));
    writer.write(rowOf(record, RetentionClass.STANDARD));

    int stored = writer.write(rowOf(record, RetentionClass.LONG)).stored();

    assertThat(stored).isZero();
    assertThat(TestDatabase.idsOf(organisation)).containsExactly(record.id());
  }

  @Test
  void rowsOfTwoRetentionClassesAreEachStoredOnce() throws Exception {
    Instant then = Instant.parse("2004-05-11T07:08:09Z");
    AuditRecord kept = AuditTopic.at(then, call(organisation, "kept"));
    AuditRecord keptLong = AuditTopic.at(then, call(organisation, "kept-long"));
    writer.write(rowOf(kept, RetentionClass.STANDARD));
    writer.write(rowOf(keptLong, RetentionClass.LONG));

    int stored = writer.write(rowOf(keptLong, RetentionClass.STANDARD)).stored();

    assertThat(stored).isZero();
    assertThat(TestDatabase.idsOf(organisation))
        .containsExactlyInAnyOrder(kept.id(), keptLong.id());
  }

  private static String id(List<TrailRow> rows) {
    return rows.getFirst().id().toString();
  }

  private static List<TrailRow> rowOf(AuditRecord record, RetentionClass retentionClass) {
    return List.of(TrailRow.of(record, "{}", Instant.now(), false, retentionClass));
  }

  private List<TrailRow> rowOf(Instant time) {
    return List.of(TrailRow.of(AuditTopic.at(time, call(organisation, "echo")), "{}"));
  }

  /** As the function of an earlier version makes it. */
  private static void close(String partition) {
    TestDatabase.administer("REVOKE INSERT ON %s FROM audit".formatted(partition));
    TestDatabase.administer("DROP TRIGGER written_by_platform ON " + partition);
  }

  private static List<String> triggersOf(String partition) {
    return TestDatabase.select(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = '%s'::regclass".formatted(partition));
  }
}
