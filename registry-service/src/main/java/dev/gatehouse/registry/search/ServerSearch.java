package dev.gatehouse.registry.search;

import dev.gatehouse.registry.search.SearchResults.Hit;
import dev.gatehouse.registry.server.ServerQueries;
import dev.gatehouse.registry.server.ServerRow;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Searches the public servers and those of the caller's organisation. */
@ApplicationScoped
class ServerSearch {
  /** So many documents are read together. */
  private static final int AT_ONCE = 20;

  private static final String OWN_ROWS =
      "SELECT "
          + ServerRow.COLUMNS
          + " FROM private_server s WHERE s.id = ANY(?) AND s.organisation = ?";

  private final AgroalDataSource dataSource;
  private final PublicEntries publicEntries;
  private final PublicServers publicServers;
  private final OwnEntries ownEntries;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final Spelling spelling;

  ServerSearch(
      AgroalDataSource dataSource,
      PublicEntries publicEntries,
      PublicServers publicServers,
      OwnEntries ownEntries,
      Lexicon lexicon,
      Synonyms synonyms,
      Spelling spelling) {
    this.dataSource = dataSource;
    this.publicEntries = publicEntries;
    this.publicServers = publicServers;
    this.ownEntries = ownEntries;
    this.lexicon = lexicon;
    this.synonyms = synonyms;
    this.spelling = spelling;
  }

  SearchResults search(String organisation, SearchRequest request) {
    List<View> ofAll = publicEntries.views();
    try (OnDemand database = new OnDemand(dataSource)) {
      List<View> views = ownEntries.views(database, organisation, ofAll);
      SearchRun run =
          new SearchRun(database, views, Phrases.OF_SERVERS, lexicon, synonyms, spelling, request);
      Findings found = run.find();
      List<Found> page = found.page();
      List<Hit> hits = new ArrayList<>();
      int shown = show(database, organisation, page, hits);
      boolean last = found.isLast() && shown == page.size();
      return new SearchResults(
          hits,
          last ? null : found.after(page.get(shown - 1), request).text(),
          found.total(),
          found.isComplete(),
          run.corrected(),
          request.facets() ? found.facets() : Map.of());
    } catch (SQLException e) {
      throw new IllegalStateException("the catalogue could not be searched", e);
    }
  }

  /** Adds the servers until their documents are too large together; returns how many it got to. */
  private int show(OnDemand database, String organisation, List<Found> page, List<Hit> hits)
      throws SQLException {
    int shown = 0;
    long characters = 0;
    while (shown < page.size() && characters < ServerQueries.MAX_CHARACTERS) {
      List<Found> next = page.subList(shown, Math.min(page.size(), shown + AT_ONCE));
      Map<Long, ShownServer> ofAll = publicServers.of(database, next);
      Map<Long, ShownServer> own = own(database, organisation, next);
      for (Found found : next) {
        ShownServer server = (found.isPublic() ? ofAll : own).get(found.id());
        if (server != null) { // else it has just been taken away
          hits.add(new Hit(server, found.score()));
          characters += server.characters();
        }
      }
      shown += next.size();
    }
    return shown;
  }

  /** The organisation's own of what was found, by their ids. */
  private static Map<Long, ShownServer> own(
      OnDemand database, String organisation, List<Found> found) throws SQLException {
    Map<Long, ShownServer> servers = new HashMap<>();
    Object[] ids = found.stream().filter(one -> !one.isPublic()).map(Found::id).toArray();
    if (ids.length == 0) {
      return servers;
    }
    Connection connection = database.connection();
    try (PreparedStatement select = connection.prepareStatement(OWN_ROWS)) {
      select.setArray(1, connection.createArrayOf("bigint", ids));
      select.setString(2, organisation);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          servers.put(row.getLong("id"), ShownServer.of(ServerRow.of(row, "private")));
        }
      }
    }
    return servers;
  }
}
