package dev.gatehouse.registry.search;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.server.EntriesChanged;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The own servers of organisations in memory, each read by a request of its organisation, under its
 * row-level security, and kept for this organisation alone. A change is found at once where it was
 * made, and within a second or two by other replicas.
 */
@ApplicationScoped
class OwnEntries {
  private static final Logger LOG = Logger.getLogger(OwnEntries.class);

  /** Organisations, and entries of all of them together, that are kept. */
  private static final int MOST = 10_000;

  private static final int MOST_ENTRIES = 20_000;

  private static final String CHANGES =
      """
      SELECT organisation,
        concat_ws(' ', count(*), max(changed), sum(changed::text::numeric)) AS changes
      FROM private_entry WHERE changed >= ?::xid8 GROUP BY organisation
      """;

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final Map<String, Segment> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** What organisations see of the public views {@code over}; gone as soon as those are. */
  private final Map<String, List<View>> views = new HashMap<>();

  private List<View> over = List.of();
  private int entries;
  private long changes;
  private String snapshot = "0";

  /**
   * What the last poll has seen of each organisation's changes. The same may come again and again:
   * beside a transaction that takes long, or out of another PostgreSQL that was ahead.
   */
  private Map<String, String> seen = Map.of();

  OwnEntries(AgroalDataSource dataSource, Tenancy tenancy) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
  }

  /** All that an organisation sees. */
  List<View> views(OnDemand database, String organisation, List<View> ofAll) throws SQLException {
    Segment own;
    long before;
    synchronized (this) {
      own = kept.get(organisation);
      before = changes;
      if (own != null && own.size() == 0) {
        return ofAll;
      }
      List<View> known = over == ofAll ? views.get(organisation) : null;
      if (known != null) {
        return known;
      }
    }
    if (own == null) {
      own = EntryRows.own(database.connection(), organisation);
    }
    List<View> next = views(organisation, own, ofAll);
    keep(organisation, own, ofAll, next, before);
    return next;
  }

  private static List<View> views(String organisation, Segment own, List<View> ofAll) {
    if (own.size() == 0) {
      return ofAll;
    }
    List<View> views = new ArrayList<>();
    views.add(View.of(own, organisation));
    ofAll.forEach(view -> views.add(view.without(own)));
    return List.copyOf(views);
  }

  /** Keeps them, unless something has changed while they were read. */
  private synchronized void keep(
      String organisation, Segment own, List<View> ofAll, List<View> next, long before) {
    if (changes != before) {
      return;
    }
    forget(organisation);
    kept.put(organisation, own);
    entries += own.size();
    if (over != ofAll) {
      over = ofAll;
      views.clear();
    }
    if (own.size() > 0) {
      views.put(organisation, next);
    }
    while (kept.size() > MOST || entries > MOST_ENTRIES && kept.size() > 1) {
      forget(kept.keySet().iterator().next());
    }
  }

  private void forget(String organisation) {
    Segment old = kept.remove(organisation);
    entries -= old == null ? 0 : old.size();
    views.remove(organisation);
  }

  synchronized void changed(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) EntriesChanged change) {
    changes++;
    forget(change.organisation());
  }

  /** Forgets what another replica has changed. */
  @Scheduled(every = "1s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  void poll() {
    tenancy.asPlatform(() -> {
      try (Connection connection = dataSource.getConnection()) {
        poll(connection);
      } catch (SQLException | RuntimeException e) {
        LOG.debug("Changes of servers cannot be read now", e);
      }
      return true;
    });
  }

  private void poll(Connection connection) throws SQLException {
    // Before the changes are looked at: what they do not show yet is of this snapshot or later.
    String next = EntryRows.snapshot(connection);
    Map<String, String> now = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
      select.setString(1, snapshot);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          now.put(row.getString(1), row.getString(2));
        }
      }
    }
    forgetChanged(now);
    snapshot = next;
  }

  private synchronized void forgetChanged(Map<String, String> now) {
    now.forEach((organisation, what) -> {
      if (!what.equals(seen.get(organisation))) {
        changes++;
        forget(organisation);
      }
    });
    seen = now;
  }
}
