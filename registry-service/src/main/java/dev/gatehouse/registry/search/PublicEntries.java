package dev.gatehouse.registry.search;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.server.CatalogueChanged;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The public servers in memory: a large segment, and a small one of those that have changed since
 * it was read. Replicas find each other's changes in the database, each second.
 */
@ApplicationScoped
class PublicEntries {
  private static final Logger LOG = Logger.getLogger(PublicEntries.class);
  private static final int READING_SECONDS = 300;
  private static final int PAUSE_SECONDS = 1;

  /** So many changes, or a twentieth of all, are read with everything instead. */
  private static final int MOST_CHANGES = 2_000;

  /** Of its time, a part in so many goes into reading, however fast the catalogue changes. */
  private static final int SHARE = 4;

  /**
   * What they may take in memory: while they are read anew, those of before are there too, and what
   * the new ones are made of.
   */
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 5;

  private static final long MEGABYTE = 1 << 20;

  // With their sum: a transaction that commits after a later one may change neither of the others.
  private static final String CHANGES =
      """
      SELECT count(*), max(changed)::text, sum(changed::text::numeric)::text
      FROM public_entry WHERE changed >= ?::xid8
      """;

  private final AgroalDataSource dataSource;
  private volatile @Nullable State state;
  private volatile long restUntil = System.nanoTime();
  private long triedUntil = System.nanoTime();

  PublicEntries(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  private record Changes(long count, @Nullable String newest, @Nullable String sum) {}

  /**
   * @param snapshot after which what has changed is in the second segment
   * @param first those that were there when everything was read: of transactions that were under
   *     way, or of another PostgreSQL that was ahead, out of which the rows were restored
   * @param changes that have been taken over
   */
  private record State(
      View all, String snapshot, Changes first, Changes changes, List<View> views) {

    /** Whether it is less to read what has changed than to read everything. */
    boolean isLittle(Changes now) {
      int size = all.segment().size();
      long little = Math.max(MOST_CHANGES, size / 20);
      return now.count <= little || now.count - first.count <= little && now.count <= size / 2;
    }
  }

  /**
   * The public servers; the first who asks waits until they are read.
   *
   * @throws ProblemException 503 if they cannot be read
   */
  List<View> views() {
    State known = state;
    return known == null ? first() : known.views;
  }

  /** Who has waited for somebody who could not read them does not try that again. */
  private synchronized List<View> first() {
    State known = state;
    if (known != null) {
      return known.views;
    }
    if (System.nanoTime() - triedUntil >= 0) {
      try {
        return refresh();
      } catch (RuntimeException e) {
        LOG.warnf(e, "Search cannot read the catalogue now");
        triedUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);
      }
    }
    throw ProblemException.of(
        CommonProblem.UNAVAILABLE, "The catalogue cannot be read now; try again.");
  }

  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void poll() {
    long begin = System.nanoTime();
    if (begin - restUntil < 0) {
      return;
    }
    takeOver();
    long end = System.nanoTime();
    restUntil = end + (SHARE - 1) * (end - begin);
  }

  /** What a source has brought is found as soon as the source is said to be read. */
  void brought(@Observes CatalogueChanged change) {
    takeOver();
  }

  private void takeOver() {
    try {
      refresh();
    } catch (RuntimeException e) {
      LOG.debug("The catalogue cannot be read now", e);
    }
  }

  /** Takes over what has changed. */
  synchronized List<View> refresh() {
    return QuarkusTransaction.requiringNew()
        .timeout(READING_SECONDS)
        .call(() -> {
          try (Connection connection = dataSource.getConnection()) {
            return refresh(connection).views;
          }
        });
  }

  private State refresh(Connection connection) throws SQLException {
    State known = state;
    if (known != null) {
      Changes changes = changes(connection, known.snapshot);
      if (changes.equals(known.changes)) {
        return known;
      }
      if (known.isLittle(changes)) {
        return keep(with(known, changes, EntryRows.since(connection, known.snapshot)));
      }
    }
    String snapshot = EntryRows.snapshot(connection);
    Changes first = changes(connection, snapshot);
    View all = View.of(all(connection), "");
    return keep(new State(all, snapshot, first, first, List.of(all)));
  }

  private static Segment all(Connection connection) throws SQLException {
    Segment all = EntryRows.all(connection, MOST_BYTES);
    if (all.bytes() > MOST_BYTES) {
      LOG.warnf(
          "The heap is too small: search has the first %d public servers only, about %d MB",
          all.size(), all.bytes() / MEGABYTE);
    } else {
      LOG.infof("Search has %d public servers, about %d MB", all.size(), all.bytes() / MEGABYTE);
    }
    return all;
  }

  private State keep(State next) {
    state = next;
    return next;
  }

  private static State with(State known, Changes changes, Segment changed) {
    View before = known.all.without(changed);
    return new State(
        known.all, known.snapshot, known.first, changes, List.of(before, View.of(changed, "")));
  }

  private static Changes changes(Connection connection, String snapshot) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
      select.setString(1, snapshot);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Changes(row.getLong(1), row.getString(2), row.getString(3));
      }
    }
  }
}
