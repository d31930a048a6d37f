package dev.gatehouse.audit.trail;

import dev.gatehouse.audit.trail.Partitions.Partition;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.jboss.logging.Logger;

/** Keeps partitions ready ahead of time; the service has started once that worked. */
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
              .map(day -> new Partition(day, RetentionClass.STANDARD))
              .toList());
      ready = true;
    } catch (SQLException e) {
      LOG.error("Partitions of the trail cannot be made ahead; records make their own", e);
    }
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit partitions").status(ready).build();
  }
}
