package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.Outlet.Sent;
import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.audit.tail.Tail.Added;
import dev.gatehouse.audit.tail.Tail.Step;
import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The turn of one destination: everything that was added since its last, as far as time allows. */
@ApplicationScoped
class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  /** Ingest takes nothing that happened longer ago, and a destination may be away for a while. */
  private static final int DAYS = 370;

  private static final int MOST_DOUBLINGS = 20;

  /** Characters of one batch, unless a single record has more. */
  private static final int LARGEST_BATCH = 1 << 20;

  private final Tail tail;
  private final DeliveryQueue queue;
  private final Outlets outlets;
  private final DeliveryMetrics metrics;
  private final DestinationConfig config;

  Delivery(
      Tail tail,
      DeliveryQueue queue,
      Outlets outlets,
      DeliveryMetrics metrics,
      DestinationConfig config) {
    this.tail = tail;
    this.queue = queue;
    this.outlets = outlets;
    this.metrics = metrics;
    this.config = config;
  }

  void run(Destination destination) throws SQLException, InterruptedException {
    try {
      Sent sent = sendAll(destination);
      switch (sent) {
        case Sent.Acknowledged _ ->
            queue.done(destination.id(), Duration.ofSeconds(destination.document().everySeconds()));
        case Sent.Failed(String problem) -> failed(destination, problem);
      }
    } catch (VaultException e) {
      failed(destination, "Its credentials cannot be read at the moment");
    }
  }

  private void failed(Destination destination, String problem) throws SQLException {
    metrics.failed();
    LOG.warnf("Records are not delivered to destination %s: %s", destination.id(), problem);
    queue.failed(destination.id(), problem, pause(destination.failures()));
  }

  /** Doubles, up to its limit, and is a little apart for each. */
  private Duration pause(int failures) {
    long first = config.firstPause().toMillis();
    long pause =
        Math.min(config.longestPause().toMillis(), first << Math.min(failures, MOST_DOUBLINGS));
    return Duration.ofMillis(pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1));
  }

  private Sent sendAll(Destination destination) throws SQLException, InterruptedException {
    Instant end = Instant.now().plus(config.turn());
    Filter all = Filter.all(destination.organisation());
    Outlet outlet = outlets.to(destination);
    Map<ChainId, Long> places = queue.places(destination.id());
    LocalDate oldest = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
    for (Map.Entry<ChainId, Long> chain :
        tail.ends(destination.organisation(), oldest).entrySet()) {
      long place = places.getOrDefault(chain.getKey(), 0L);
      while (place < chain.getValue()) {
        Step step = tail.next(all, chain.getKey(), place, chain.getValue());
        if (send(destination, outlet, step) instanceof Sent.Failed failed) {
          return failed;
        }
        place = step.upTo();
        if (Instant.now().isAfter(end)) {
          return new Sent.Acknowledged(); // goes on at its next turn
        }
      }
    }
    return new Sent.Acknowledged();
  }

  private Sent send(Destination destination, Outlet outlet, Step step)
      throws SQLException, InterruptedException {
    List<Added> left = step.added();
    do {
      List<Added> batch = left.subList(0, batch(left));
      left = left.subList(batch.size(), left.size());
      if (!batch.isEmpty()) {
        Sent sent = outlet.send(batch.stream().map(Added::record).toList());
        if (sent instanceof Sent.Failed) {
          return sent;
        }
      }
      long place = left.isEmpty() ? step.upTo() : batch.getLast().seq();
      queue.delivered(destination.id(), step.chain(), place, batch.size());
      metrics.delivered(batch.size());
    } while (!left.isEmpty());
    return new Sent.Acknowledged();
  }

  private static int batch(List<Added> records) {
    int size = 0;
    int count = 0;
    for (Added added : records) {
      size += added.record().length();
      if (count > 0 && size > LARGEST_BATCH) {
        return count;
      }
      count++;
    }
    return count;
  }
}
