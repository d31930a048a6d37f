package dev.gatehouse.audit.destination;

import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Gives every destination its turn; any number of replicas. */
@ApplicationScoped
class DeliverySchedule {
  private static final Logger LOG = Logger.getLogger(DeliverySchedule.class);

  private final DeliveryQueue queue;
  private final Delivery delivery;
  private final DeliveryMetrics metrics;
  private final DestinationConfig config;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  DeliverySchedule(
      DeliveryQueue queue, Delivery delivery, DeliveryMetrics metrics, DestinationConfig config) {
    this.queue = queue;
    this.delivery = delivery;
    this.metrics = metrics;
    this.config = config;
    this.places = new Semaphore(config.concurrent());
  }

  @Scheduled(
      every = "{gatehouse.audit.destinations.check}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void check() {
    int free = places.drainPermits();
    try {
      if (free > 0) {
        List<Destination> due = queue.claim(free, config.concurrentPerOrganisation(), lease());
        for (Destination destination : due) {
          free--;
          threads.execute(() -> run(destination));
        }
      }
      metrics.failing(queue.failing());
    } catch (SQLException e) {
      LOG.errorf("Destinations cannot be looked at; the next try is soon: %s", e);
    } finally {
      places.release(free);
    }
  }

  /** Longer than a turn can take: its last batch may begin at its end. */
  private Duration lease() {
    return config.turn().plus(config.timeout().multipliedBy(3)).plusSeconds(30);
  }

  private void run(Destination destination) {
    try {
      delivery.run(destination);
    } catch (SQLException | RuntimeException e) {
      LOG.errorf("The turn of destination %s breaks off: %s", destination.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the service ends; the lease does after it
    } finally {
      places.release();
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
