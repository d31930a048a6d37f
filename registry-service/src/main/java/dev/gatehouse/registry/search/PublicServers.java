package dev.gatehouse.registry.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.registry.server.ServerRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Public servers as they are shown: those that are shown most stay in memory, each for as long as
 * its entry is of the same transaction. What an organisation has for itself is never here.
 */
@ApplicationScoped
class PublicServers {
  /** What they may take in memory. */
  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 8;

  /** After which one is read again in any case: a catalogue may be put back to what it was. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final String ROWS =
      "SELECT " + ServerRow.COLUMNS + " FROM public_server s WHERE s.id = ANY(?)";

  private final Cache<Long, Kept> kept =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MOST_BYTES)
          .weigher((Long _, Kept one) -> one.server.bytes())
          .expireAfterWrite(LONGEST)
          .build();

  private record Kept(long change, ShownServer server) {}

  /** The public ones of what was found, by their ids; without those that are no longer there. */
  Map<Long, ShownServer> of(OnDemand database, List<Found> found) throws SQLException {
    Map<Long, ShownServer> servers = new HashMap<>();
    List<Found> unknown = new ArrayList<>();
    for (Found one : found) {
      Kept known = one.isPublic() ? kept.getIfPresent(one.id()) : null;
      if (known != null && known.change == one.change()) {
        servers.put(one.id(), known.server);
      } else if (one.isPublic()) {
        unknown.add(one);
      }
    }
    if (!unknown.isEmpty()) {
      Map<Long, ShownServer> read = read(database, unknown);
      // Read after its entry, so at least as new; if it is newer, the next entry says so.
      for (Found one : unknown) {
        ShownServer server = read.get(one.id());
        if (server != null) {
          kept.put(one.id(), new Kept(one.change(), server));
        }
      }
      servers.putAll(read);
    }
    return servers;
  }

  private static Map<Long, ShownServer> read(OnDemand database, List<Found> found)
      throws SQLException {
    Map<Long, ShownServer> servers = new HashMap<>();
    Connection connection = database.connection();
    try (PreparedStatement select = connection.prepareStatement(ROWS)) {
      Object[] ids = found.stream().map(Found::id).toArray();
      select.setArray(1, connection.createArrayOf("bigint", ids));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          servers.put(row.getLong("id"), ShownServer.of(ServerRow.of(row, "public")));
        }
      }
    }
    return servers;
  }
}
