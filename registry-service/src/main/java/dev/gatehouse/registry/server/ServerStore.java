package dev.gatehouse.registry.server;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes versions of servers, and what follows from them: which is the latest, what is found. */
@ApplicationScoped
public class ServerStore {
  // A version that is there already is changed by its own source only: an address in two registries
  // does not go back and forth between them.
  private static final String PUT =
      """
      INSERT INTO %1$sserver (%2$sname, version, document, haystack, status, status_message,
        status_changed_at, published_at, marked_latest, source, updated_at, is_latest)
      VALUES (%3$s?, ?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(), false)
      ON CONFLICT (%2$sname, version) DO UPDATE SET
        document = EXCLUDED.document, haystack = EXCLUDED.haystack, status = EXCLUDED.status,
        status_message = EXCLUDED.status_message, status_changed_at = EXCLUDED.status_changed_at,
        marked_latest = EXCLUDED.marked_latest, updated_at = EXCLUDED.updated_at
      WHERE %1$sserver.source = EXCLUDED.source
        AND (%1$sserver.document, %1$sserver.status, %1$sserver.status_message,
             %1$sserver.marked_latest)
          IS DISTINCT FROM (EXCLUDED.document, EXCLUDED.status, EXCLUDED.status_message,
             EXCLUDED.marked_latest)
      """;
  private static final String DROP_STAND_INS =
      "DELETE FROM public_server WHERE name = ANY(?) AND source = ?";

  private final AgroalDataSource dataSource;
  private final LatestVersions latest;
  private final Event<EntriesChanged> told;

  ServerStore(AgroalDataSource dataSource, LatestVersions latest, Event<EntriesChanged> told) {
    this.dataSource = dataSource;
    this.latest = latest;
    this.told = told;
  }

  /**
   * Puts versions there, or changes what has changed about them.
   *
   * @return how many rows are new or changed
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public int put(Shelf shelf, List<Offer> offers) {
    String organisation = shelf.organisation();
    String sql =
        PUT.formatted(
            shelf.prefix(),
            organisation == null ? "" : "organisation, ",
            organisation == null ? "" : "?, ");
    Collection<String> changed = new TreeSet<>();
    int rows = 0;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement put = connection.prepareStatement(sql)) {
      for (Offer offer : offers) {
        bind(put, organisation, offer);
        put.addBatch();
      }
      int[] counts = put.executeBatch();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != 0) {
          changed.add(offers.get(i).document().name());
          rows++;
        }
      }
      latest.settle(connection, shelf, changed);
      if (organisation != null && rows > 0) {
        told.fire(new EntriesChanged(organisation));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("servers could not be stored", e);
    }
    return rows;
  }

  /** Removes what another source says of these servers, because a better one knows them. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void dropStandIns(Set<String> names, String source) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement drop = connection.prepareStatement(DROP_STAND_INS)) {
      drop.setArray(1, connection.createArrayOf("text", names.toArray()));
      drop.setString(2, source);
      if (drop.executeUpdate() > 0) {
        latest.settle(connection, new Shelf.Public(), new ArrayList<>(names));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("servers could not be removed", e);
    }
  }

  private static void bind(PreparedStatement put, @Nullable String organisation, Offer offer)
      throws SQLException {
    int at = 1;
    if (organisation != null) {
      put.setString(at++, organisation);
    }
    ServerDocument document = offer.document();
    put.setString(at++, document.name());
    put.setString(at++, document.version());
    put.setString(at++, document.json().toString());
    put.setString(at++, haystack(document));
    put.setString(at++, offer.status().value());
    put.setString(at++, offer.statusMessage());
    put.setTimestamp(at++, timestamp(offer.statusChangedAt()));
    put.setTimestamp(at++, timestamp(offer.publishedAt()));
    put.setBoolean(at++, offer.markedLatest());
    put.setString(at, offer.source());
  }

  /** What the official API's {@code search} looks into. */
  private static String haystack(ServerDocument document) {
    return (document.name() + "\n" + document.description()).toLowerCase(Locale.ROOT);
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.from(instant);
  }
}
