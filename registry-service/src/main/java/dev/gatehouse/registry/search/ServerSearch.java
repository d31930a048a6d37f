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
import org.jspecify.annotations.Nullable;

/** Searches the public servers and those of the caller's organisation. */
@ApplicationScoped
class ServerSearch {
  /** So many documents are read together. */
  private static final int AT_ONCE = 20;

  private static final String PUBLIC_ROWS =
      "SELECT " + ServerRow.COLUMNS + " FROM public_server s WHERE s.id = ANY(?)";
  private static final String OWN_ROWS =
      "SELECT "
          + ServerRow.COLUMNS
          + " FROM private_server s WHERE s.id = ANY(?) AND s.organisation = ?";

  private final AgroalDataSource dataSource;
  private final PublicEntries publicEntries;
  private final OwnEntries ownEntries;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final Spelling spelling;

  ServerSearch(
      AgroalDataSource dataSource,
      PublicEntries publicEntries,
      OwnEntries ownEntries,
      Lexicon lexicon,
      Synonyms synonyms,
      Spelling spelling) {
    this.dataSource = dataSource;
    this.publicEntries = publicEntries;
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
  private static int show(OnDemand database, String organisation, List<Found> page, List<Hit> hits)
      throws SQLException {
    int shown = 0;
    long characters = 0;
    while (shown < page.size() && characters < ServerQueries.MAX_CHARACTERS) {
      List<Found> next = page.subList(shown, Math.min(page.size(), shown + AT_ONCE));
      Map<Long, ServerRow> ofAll = rows(database, ids(next, true), null);
      Map<Long, ServerRow> own = rows(database, ids(next, false), organisation);
      for (Found found : next) {
        ServerRow row = (found.isPublic() ? ofAll : own).get(found.id());
        if (row != null) { // else it has just been taken away
          hits.add(new Hit(row, found.score()));
          characters += row.document().length();
        }
      }
      shown += next.size();
    }
    return shown;
  }

  private static List<Long> ids(List<Found> page, boolean isPublic) {
    return page.stream().filter(found -> found.isPublic() == isPublic).map(Found::id).toList();
  }

  /**
   * Rows by their ids.
   *
   * @param organisation whose own these are; null for the public ones
   */
  private static Map<Long, ServerRow> rows(
      OnDemand database, List<Long> ids, @Nullable String organisation) throws SQLException {
    Map<Long, ServerRow> rows = new HashMap<>();
    if (ids.isEmpty()) {
      return rows;
    }
    Connection connection = database.connection();
    String sql = organisation == null ? PUBLIC_ROWS : OWN_ROWS;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      if (organisation != null) {
        select.setString(2, organisation);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.put(
              row.getLong("id"), ServerRow.of(row, organisation == null ? "public" : "private"));
        }
      }
    }
    return rows;
  }
}
