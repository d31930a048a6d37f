package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.SyncTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that look for what is due in one database, without the service's own. */
@SyncTest
class SchedulersTest {
  private static final int MANY = Integer.getInteger("gatehouse.schedulers.connectors", 10_000);
  private static final int PER_HOST = 4;
  private static final Duration LEASE = Duration.ofMinutes(5);

  @Inject ScheduleRepository schedules;
  @Inject Tenancy tenancy;
  @Inject Scheduler scheduler;

  private Connectors connectors;

  @BeforeEach
  void nobodyElseLooks() {
    scheduler.pause();
    connectors = new Connectors();
    Rows.change("UPDATE schedule SET due_at = now() + interval '1 day'");
  }

  @AfterEach
  void clear() {
    Rows.change("DELETE FROM schedule WHERE organisation = '" + connectors.organisation() + "'");
    connectors.close();
    scheduler.resume();
  }

  @Test
  void twoReplicasGiveEachOfManyConnectorsOneRunInEachInterval() throws Exception {
    insert(MANY, "'host-' || n");
    for (int interval = 1; interval <= 2; interval++) {
      Map<UUID, Long> runs = new HashMap<>();
      for (List<Lease> given : atOnce(2, this::runAllThatIsDue)) {
        given.forEach(lease -> runs.merge(lease.connector(), 1L, Long::sum));
      }

      assertThat(runs).hasSize(MANY);
      assertThat(runs.values()).containsOnly(1L);
      Rows.change("UPDATE schedule SET due_at = due_at - interval '1 hour' WHERE " + ours());
    }
    assertThat(Rows.number("SELECT count(*) FROM schedule WHERE lease <> 2 AND " + ours()))
        .isZero();
  }

  /** As after an outage: a plan made for few rows must do for all of them. */
  @Test
  void claimsWhenAllIsDueAndStatisticsAreOfATimeWhenNothingWas() {
    insert(MANY, "'host-' || n");
    Rows.change("UPDATE schedule SET due_at = now() + interval '1 day'");
    Rows.asOwner("ANALYZE schedule");
    Rows.change("UPDATE schedule SET due_at = now() WHERE " + ours());

    assertThat(claim(1_000)).hasSize(1_000);
  }

  /** As after a first import: a plan that the connection kept must not be of the time before. */
  @Test
  void claimsWhenAllIsDueAndWasClaimedOftenWhenThereWasLittle() {
    insert(3, "'host-' || n");
    Rows.asOwner("ANALYZE schedule");
    for (int i = 0; i < 20; i++) {
      claim(1);
    }
    insert(MANY, "'host-' || n");

    assertThat(claim(1_000)).hasSize(1_000);
  }

  @Test
  void noMoreThanSomeRunsAtATimeAskOneHost() {
    insert(50, "'one-host'");
    insert(3, "'host-' || n");

    List<Lease> first = claim(100);
    List<Lease> second = claim(100);

    assertThat(first).hasSize(PER_HOST + 3);
    assertThat(second).isEmpty();
    finish(
        first.stream().filter(lease -> host(lease).equals("one-host")).findFirst().orElseThrow());
    assertThat(claim(100)).hasSize(1);
  }

  @Test
  void aBusyHostDoesNotHideOthers() {
    insert(400, "'one-host'");
    claim(16);
    insert(3, "'host-' || n");

    List<Lease> next = claim(16);

    assertThat(next).extracting(this::host).doesNotContain("one-host").hasSize(3);
  }

  private List<Lease> runAllThatIsDue() {
    List<Lease> all = new ArrayList<>();
    List<Lease> claimed = claim(250);
    while (!claimed.isEmpty()) {
      String ids =
          claimed.stream()
              .map(lease -> "'" + lease.connector() + "'")
              .collect(Collectors.joining(","));
      all.addAll(claimed);
      Rows.change(
          "UPDATE schedule SET leased_until = NULL, due_at = now() + interval '1 hour'"
              + " WHERE connector_id IN (%s)".formatted(ids));
      claimed = claim(250);
    }
    return all;
  }

  private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(times)) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(Collections.nCopies(times, work))) {
        results.add(result.get());
      }
      return results;
    }
  }

  private List<Lease> claim(int atMost) {
    return tenancy.asPlatform(() -> schedules.claimDue(atMost, PER_HOST, LEASE));
  }

  private void finish(Lease lease) {
    Instant later = Instant.now().plus(Duration.ofHours(1));
    tenancy.in(
        lease.organisation(),
        () -> {
          QuarkusTransaction.requiringNew()
              .run(() ->
                  schedules
                      .lock(lease)
                      .orElseThrow()
                      .finish(Instant.now(), new Schedule.Next(later, 0, later, null)));
          return true;
        });
  }

  private String host(Lease lease) {
    return Rows.text("SELECT host FROM schedule WHERE connector_id = '" + lease.connector() + "'");
  }

  private String ours() {
    return "organisation = '" + connectors.organisation() + "'";
  }

  private void insert(int count, String host) {
    String manifest =
        ManifestText.write(
            connectors.manifest(
                UUID.randomUUID().toString(), "http://127.0.0.1:9999/", null, true, 1));
    Rows.change(
        """
        INSERT INTO schedule (connector_id, organisation, revision, manifest, target, active, due_at, host)
        SELECT gen_random_uuid(), '%s', 1, '%s', '', true, now(), %s FROM generate_series(1, %d) AS n
        """
            .formatted(connectors.organisation(), manifest, host, count));
  }
}
