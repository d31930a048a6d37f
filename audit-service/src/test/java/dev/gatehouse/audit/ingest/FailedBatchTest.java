package dev.gatehouse.audit.ingest;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database fails when a part of a batch has been copied: it is as if nothing had been. */
@AuditTest
class FailedBatchTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Instant DAYS_AGO = Instant.now().minus(9, ChronoUnit.DAYS);

  @Inject IdentityView view;
  @Inject Ingest ingest;
  @Inject Retry retry;

  private TestIdentities identities;
  private OrganisationTrail trail;

  @BeforeEach
  void open() {
    identities = new TestIdentities(view);
    trail = OrganisationTrail.create(identities);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void nothingOfABatchIsThereUntilTheEndOfItsChainIs() throws Exception {
    List<AuditRecord> records = calls(40);

    CompletableFuture<Void> stored = deliverWhileItFails("audit_chain", List.of(), records);

    stored.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    trail.assertHoldsOnce(records);
  }

  @Test
  void nothingOfTheFirstPartitionIsThereWhileTheSecondFails() throws Exception {
    List<AuditRecord> there = calls(1).stream().map(FailedBatchTest::daysAgo).toList();
    List<AuditRecord> more =
        Stream.concat(calls(20).stream(), calls(20).stream().map(FailedBatchTest::daysAgo))
            .toList();
    deliver(there); // which makes the partition
    String day = LocalDate.ofInstant(DAYS_AGO, ZoneOffset.UTC).toString().replace("-", "");

    CompletableFuture<Void> stored =
        deliverWhileItFails("audit_record_%s_standard".formatted(day), there, more);

    stored.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    trail.assertHoldsOnce(Stream.concat(there.stream(), more.stream()).toList());
  }

  /** Returns when the batch has been tried in vain, and may be stored. */
  private CompletableFuture<Void> deliverWhileItFails(
      String table, List<AuditRecord> there, List<AuditRecord> batch) {
    TestDatabase.administer(
        """
        CREATE FUNCTION fail_here() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'as the test wants it' USING ERRCODE = 'disk_full'; END $$\
        """);
    TestDatabase.administer(
        """
        CREATE TRIGGER fail_here BEFORE INSERT OR UPDATE ON %s FOR EACH ROW
        WHEN (NEW.organisation = '%s') EXECUTE FUNCTION fail_here()\
        """
            .formatted(table, trail.organisation()));
    try {
      CompletableFuture<Void> stored = CompletableFuture.runAsync(() -> deliver(batch));
      await().atMost(LIMIT).until(this::waitsForTheTest);
      assertThat(trail.calls())
          .containsExactlyInAnyOrderElementsOf(there.stream().map(AuditRecord::id).toList());
      return stored;
    } finally {
      TestDatabase.administer("DROP FUNCTION fail_here CASCADE");
    }
  }

  private boolean waitsForTheTest() {
    return retry.longestWait().filter(w -> w.reason().contains("as the test wants it")).isPresent();
  }

  private void deliver(List<AuditRecord> records) {
    ingest.begin(Delivery.of(records)).run();
  }

  private List<AuditRecord> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> call(trail.organisation(), "tool-" + i))
        .toList();
  }

  private static AuditRecord daysAgo(AuditRecord record) {
    return AuditTopic.at(DAYS_AGO, record);
  }
}
