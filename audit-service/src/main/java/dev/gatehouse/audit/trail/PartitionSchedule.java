package dev.gatehouse.audit.trail;

import dev.gatehouse.audit.trail.Partitions.Partition;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.jboss.logging.Logger;

/**
 * Keeps partitions ready ahead of time, of every class: which ones organisations will choose is not
 * known. Those that stay empty go when their day is over. The service has started once that worked.
 */
@Startup
@ApplicationScoped
class PartitionSchedule implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(PartitionSchedule.class);

  private final Partitions partitions;
  private final PartitionConfig config;
  private volatile boolean ready;

  PartitionSchedule(Partitions partitions, PartitionConfig config) {
    this.partitions = partitions;
    this.config = config;
  }

  @Scheduled(
      every = "{gatehouse.audit.partitions.check-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void makeAhead() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try {
      partitions.forget();
      partitions.ensure(
          today
              .datesUntil(today.plusDays(config.daysAhead() + 1L))
              .flatMap(PartitionSchedule::ofEveryClass)
              .toList());
      ready = true;
    } catch (SQLException e) {
      LOG.error("Partitions of the trail cannot be made ahead; records make their own", e);
    }
  }

  private static Stream<Partition> ofEveryClass(LocalDate day) {
    return Stream.of(RetentionClass.values())
        .map(retentionClass -> new Partition(day, retentionClass));
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit partitions").status(ready).build();
  }
}
