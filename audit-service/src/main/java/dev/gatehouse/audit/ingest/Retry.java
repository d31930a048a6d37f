package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.trail.RowsRefusedException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does a step of ingest as often as it takes. A batch that cannot go on waits here with its offsets
 * uncommitted, so nothing is skipped or lost; Kafka keeps what comes after it.
 */
@ApplicationScoped
class Retry {
  private static final Logger LOG = Logger.getLogger(Retry.class);

  private final IngestConfig config;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<Thread, Wait> waits = new ConcurrentHashMap<>();

  Retry(IngestConfig config) {
    this.config = config;
  }

  /** A step that may be repeated. */
  interface Step<T> {
    T run() throws SQLException, RowsRefusedException, ExecutionException, InterruptedException;
  }

  /** A batch that waits, since when and for what. */
  record Wait(Instant since, String reason) {}

  /** The service ends while a batch waits; its records are read again after the next start. */
  static final class StoppedException extends RuntimeException {
    StoppedException() {
      super(
          "Ingest stops while a batch waits; it is read again after the next start",
          null,
          false,
          false);
    }
  }

  /**
   * @throws RowsRefusedException repeating would not help
   * @throws StoppedException the service ends
   */
  <T> T untilDone(String step, Step<T> action) throws RowsRefusedException {
    long pause = config.firstPause().toMillis();
    try {
      while (true) {
        try {
          T result = action.run();
          if (waits.containsKey(Thread.currentThread())) {
            LOG.infof("Ingest goes on: %s", step);
          }
          return result;
        } catch (SQLException | ExecutionException | RuntimeException e) {
          waits.computeIfAbsent(
              Thread.currentThread(),
              _ -> {
                LOG.warnf("Ingest waits and tries again, %s: %s", step, e);
                return new Wait(Instant.now(), step + ": " + e.getMessage());
              });
        }
        pause(pause);
        pause = Math.min(pause * 2, config.longestPause().toMillis());
      }
    } catch (InterruptedException _) {
      throw new StoppedException();
    } finally {
      waits.remove(Thread.currentThread());
    }
  }

  /** The batch that has waited longest. */
  Optional<Wait> longestWait() {
    return waits.values().stream().min((a, b) -> a.since().compareTo(b.since()));
  }

  int waiting() {
    return waits.size();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  // A little apart, so that replicas do not all come back at the same moment.
  private void pause(long millis) throws InterruptedException {
    long apart = ThreadLocalRandom.current().nextLong(millis / 4 + 1);
    if (stopping.await(millis + apart, TimeUnit.MILLISECONDS)) {
      throw new StoppedException();
    }
  }
}
