package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is stored of a batch that comes again, or that two have at once while their group settles;
 * {@link ConsumerGroupTest} has the group.
 */
@AuditTest
class RedeliveryTest {
  private static final int RECORDS = 700;

  @Inject IdentityView view;
  @Inject Ingest ingest;

  private TestIdentities identities;
  private OrganisationTrail trail;

  @BeforeEach
  void anOrganisation() {
    identities = new TestIdentities(view);
    trail = OrganisationTrail.create(identities);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void aBatchThatComesAgainChangesNothing() {
    List<AuditRecord> records = calls();
    deliver(records);

    deliver(records);

    trail.assertHoldsOnce(records);
  }

  @Test
  void aBatchThatComesAgainWithNewRecordsAddsThese() {
    List<AuditRecord> records = calls();
    deliver(records.subList(0, 500));

    deliver(records.subList(200, RECORDS));

    trail.assertHoldsOnce(records);
  }

  @Test
  void aBatchThatTwoHaveAtOnceIsStoredOnce() {
    List<AuditRecord> records = calls();

    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> deliver(records)))
                .toArray(CompletableFuture[]::new))
        .join();

    trail.assertHoldsOnce(records);
  }

  @Test
  void aBatchOfLargeRecordsIsStoredInSlices() {
    String input = "{\"input\":{\"bytes\":40000,\"content\":\"" + "a".repeat(40_000) + "\"}}";
    List<AuditRecord> records = calls().stream().map(call -> patched(call, input)).toList();

    deliver(records);

    trail.assertHoldsOnce(records);
    assertThat(
            TestDatabase.select(
                "SELECT DISTINCT xmin::text FROM audit_record WHERE organisation = '%s' AND action = 'tool.call'"
                    .formatted(trail.organisation())))
        .hasSizeBetween(5, 20);
  }

  private List<AuditRecord> calls() {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> call(trail.organisation(), "tool-" + i))
        .toList();
  }

  /** Returns when the database has committed; nobody commits the offsets. */
  private void deliver(List<AuditRecord> records) {
    ingest.begin(Delivery.of(records)).run();
  }
}
