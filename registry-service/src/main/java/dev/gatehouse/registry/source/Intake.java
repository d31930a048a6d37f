package dev.gatehouse.registry.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.server.Offer;
import dev.gatehouse.registry.server.ServerStore;
import dev.gatehouse.registry.server.Shelf;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a page of entries over: servers and the place where the run goes on, in one transaction.
 */
@ApplicationScoped
class Intake {
  /** The source that gives way to all others: its names and versions are derived. */
  static final String START = "start";

  private static final String KNOWN =
      "SELECT DISTINCT name FROM public_server WHERE name = ANY(?) AND source <> ?";

  private final EntryReader reader;
  private final ServerStore store;
  private final SourceRepository sources;
  private final AgroalDataSource dataSource;

  Intake(
      EntryReader reader,
      ServerStore store,
      SourceRepository sources,
      AgroalDataSource dataSource) {
    this.reader = reader;
    this.store = store;
    this.sources = sources;
    this.dataSource = dataSource;
  }

  /**
   * Takes entries over.
   *
   * @param cursor where the run goes on after them
   * @return how many rows are new or changed
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  int take(Lease lease, List<JsonNode> entries, String cursor) {
    Map<String, Offer> offers = new LinkedHashMap<>(); // of one version, the last one counts
    List<Refusal> refusals = new ArrayList<>();
    Instant newest = null;
    for (JsonNode entry : entries) {
      switch (reader.read(entry, lease.source())) {
        case ReadEntry.Taken(Offer offer, Instant updatedAt) -> {
          offers.put(offer.document().name() + "\n" + offer.document().version(), offer);
          newest = later(newest, updatedAt);
        }
        case ReadEntry.Refused(Refusal refusal) -> refusals.add(refusal);
      }
    }
    sources.progress(lease, cursor, newest, offers.size(), refusals);
    return offers.isEmpty() ? 0 : store(lease.source(), offers.values());
  }

  private int store(String source, Collection<Offer> offers) {
    Set<String> names =
        offers.stream().map(offer -> offer.document().name()).collect(Collectors.toSet());
    List<Offer> wanted = new ArrayList<>(offers);
    if (source.equals(START)) {
      Set<String> known = knownToOthers(names);
      wanted.removeIf(offer -> known.contains(offer.document().name()));
    } else {
      store.dropStandIns(names, START);
    }
    return wanted.isEmpty() ? 0 : store.put(new Shelf.Public(), wanted);
  }

  private Set<String> knownToOthers(Set<String> names) {
    Set<String> known = new HashSet<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("text", names.toArray()));
      select.setString(2, START);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          known.add(row.getString(1));
        }
      }
      return known;
    } catch (SQLException e) {
      throw new IllegalStateException("servers could not be read", e);
    }
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isAfter(one) ? other : one;
  }
}
