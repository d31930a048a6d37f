package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.Outlet.Sent;
import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.audit.tail.Tail.Added;
import dev.gatehouse.audit.tail.Tail.Step;
import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The turn of one destination: everything that was added since its last, as far as time allows. */
@ApplicationScoped
class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  private static final int MOST_DOUBLINGS = 20;

  /** When it is asked again whether an organisation is suspended still. */
  private static final int LATER_SECONDS = 60;

  private final Tail tail;
  private final DeliveryQueue queue;
  private final Outlets outlets;
  private final IdentityView view;
  private final DeliveryMetrics metrics;
  private final DestinationConfig config;

  Delivery(
      Tail tail,
      DeliveryQueue queue,
      Outlets outlets,
      IdentityView view,
      DeliveryMetrics metrics,
      DestinationConfig config) {
    this.tail = tail;
    this.queue = queue;
    this.outlets = outlets;
    this.view = view;
    this.metrics = metrics;
    this.config = config;
  }

  /** How a turn ended. */
  private sealed interface End {
    /** Everything was acknowledged. */
    record Complete() implements End {}

    /** The time was over, and there is more. */
    record More() implements End {}

    /** The organisation is suspended, gone, or not known yet. */
    record Suspended() implements End {}

    /** Somebody has changed or deleted it, or another process has it. */
    record Overtaken() implements End {}

    record Failed(String problem) implements End {}
  }

  void run(Destination destination) throws SQLException, InterruptedException {
    int every = destination.document().everySeconds();
    boolean ours =
        switch (attempt(destination)) {
          case End.Complete _ -> queue.done(destination, Duration.ofSeconds(every));
          case End.More _ -> queue.done(destination, Duration.ZERO);
          case End.Suspended _ ->
              queue.done(destination, Duration.ofSeconds(Math.min(every, LATER_SECONDS)));
          case End.Overtaken _ -> false;
          case End.Failed(String problem) -> failed(destination, problem);
        };
    if (!ours) {
      LOG.debugf("A turn of destination %s was overtaken", destination.id());
    }
  }

  /** Whatever goes wrong is the destination's failure: it is told, and others have their turn. */
  private End attempt(Destination destination) throws InterruptedException {
    try {
      return sendAll(destination);
    } catch (VaultException e) {
      return new End.Failed("Its credentials cannot be read at the moment");
    } catch (SQLException e) {
      LOG.errorf("The trail cannot be read for destination %s: %s", destination.id(), e);
      return new End.Failed("The trail cannot be read at the moment");
    } catch (RuntimeException e) {
      LOG.errorf("Records cannot be written for destination %s: %s", destination.id(), e);
      return new End.Failed("The records cannot be written in this format at the moment");
    }
  }

  private boolean failed(Destination destination, String problem) throws SQLException {
    boolean ours = queue.failed(destination, problem, this::pause);
    if (ours) {
      metrics.failed();
      LOG.warnf("Records are not delivered to destination %s: %s", destination.id(), problem);
    }
    return ours;
  }

  /** Doubles, up to its limit, and is a little apart for each. */
  private Duration pause(int failures) {
    long first = config.firstPause().toMillis();
    long pause =
        Math.min(config.longestPause().toMillis(), first << Math.min(failures, MOST_DOUBLINGS));
    return Duration.ofMillis(pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1));
  }

  private End sendAll(Destination destination) throws SQLException, InterruptedException {
    Instant end = Instant.now().plus(config.turn());
    String organisation = destination.organisation();
    if (!active(organisation)) {
      return new End.Suspended();
    }
    Outlet outlet = outlets.to(destination);
    Map<ChainId, Long> places = queue.places(destination.id());
    for (Map.Entry<ChainId, Long> chain : tail.ends(organisation).entrySet()) {
      long place = places.getOrDefault(chain.getKey(), 0L);
      while (place < chain.getValue()) {
        if (!active(organisation)) {
          return new End.Suspended();
        }
        if (Instant.now().isAfter(end)) {
          return new End.More();
        }
        Step step = tail.next(Filter.all(organisation), chain.getKey(), place, chain.getValue());
        if (!step.added().isEmpty()
            && outlet.send(step.added().stream().map(Added::record).toList())
                instanceof Sent.Failed(String problem)) {
          return new End.Failed(problem);
        }
        if (!keep(destination, step, place)) {
          return new End.Overtaken();
        }
        place = step.upTo();
      }
    }
    return new End.Complete();
  }

  /** Operators suspend an organisation that is in the wrong hands; its records stay here then. */
  private boolean active(String organisation) {
    OrganisationChanged known = view.organisation(organisation);
    return known != null && !known.suspended();
  }

  /** Places in a chain are given out without a gap: what is not there has left at its time. */
  private boolean keep(Destination destination, Step step, long before) throws SQLException {
    int records = step.added().size();
    long missed = step.upTo() - before - records;
    if (!queue.delivered(destination, step.chain(), step.upTo(), records, missed)) {
      return false;
    }
    metrics.delivered(records);
    if (missed > 0) {
      metrics.missed(missed);
      LOG.warnf("%d records left before destination %s had them", missed, destination.id());
    }
    return true;
  }
}
