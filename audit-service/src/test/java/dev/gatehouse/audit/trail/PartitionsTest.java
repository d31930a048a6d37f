package dev.gatehouse.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.Partitions.Partition;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AuditTest
class PartitionsTest {
  @Inject Partitions partitions;

  @Test
  void areMadeAWeekAheadForEveryClass() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<String> wanted =
        today
            .datesUntil(today.plusDays(7))
            .flatMap(
                day -> Stream.of("short", "standard", "long").map(retained -> table(day, retained)))
            .toList();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(tables()).containsAll(wanted));
  }

  @Test
  void canBeAskedForByManyAtOnce() throws Exception {
    LocalDate day = LocalDate.of(2101, 2, 3);
    Callable<Boolean> ensure =
        () -> {
          partitions.forget();
          partitions.ensure(List.of(new Partition(day, RetentionClass.STANDARD)));
          return true;
        };
    try (var pool = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> done :
          pool.invokeAll(IntStream.range(0, 8).mapToObj(_ -> ensure).toList())) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(tables()).contains(table(day, "standard"));
  }

  private static List<String> tables() {
    return TestDatabase.select("SELECT inhrelid::regclass FROM pg_inherits");
  }

  private static String table(LocalDate day, String retained) {
    return "audit_record_%s_%s".formatted(day.toString().replace("-", ""), retained);
  }
}
