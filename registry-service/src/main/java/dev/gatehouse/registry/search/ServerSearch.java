package dev.gatehouse.registry.search;

import dev.gatehouse.registry.search.Candidates.Scope;
import dev.gatehouse.registry.search.SearchResults.Hit;
import dev.gatehouse.registry.server.ServerRow;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches the public servers and those of the caller's organisation. What is found with all words
 * is enough; only where that is little, words are corrected and completed, and then left out.
 */
@ApplicationScoped
class ServerSearch {
  /** So many results make it needless to look further. */
  private static final int ENOUGH = 10;

  private static final String OWN = "SELECT 1 FROM private_entry WHERE organisation = ? LIMIT 1";
  private static final String ROWS =
      "SELECT " + ServerRow.COLUMNS + " FROM %sserver s WHERE s.id = ANY(?)";

  private final AgroalDataSource dataSource;
  private final Candidates candidates;
  private final Spelling spelling;
  private final FacetCounts facets;

  ServerSearch(
      AgroalDataSource dataSource, Candidates candidates, Spelling spelling, FacetCounts facets) {
    this.dataSource = dataSource;
    this.candidates = candidates;
    this.spelling = spelling;
    this.facets = facets;
  }

  private record Found(String name, long id, double score, boolean isPublic) {
    static final Comparator<Found> ORDER =
        Comparator.comparingDouble(Found::score).reversed().thenComparing(Found::name);
  }

  /** What one stage found: the results of a page and one more, and how many there are. */
  private record Findings(List<Found> page, long total, Stage stage) {}

  SearchResults search(@Nullable String organisation, SearchRequest request) {
    try (Connection connection = dataSource.getConnection()) {
      return new Run(connection, organisation, request).results();
    } catch (SQLException e) {
      throw new IllegalStateException("the catalogue could not be searched", e);
    }
  }

  /** Most organisations have none, and need not be asked for them in all ways. */
  private static boolean hasOwn(Connection connection, String organisation) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OWN)) {
      select.setString(1, organisation);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private final class Run {
    private final Connection connection;
    private final SearchRequest request;
    private final List<Scope> scopes = new ArrayList<>();
    private Map<String, String> corrected = Map.of();

    Run(Connection connection, @Nullable String organisation, SearchRequest request)
        throws SQLException {
      this.connection = connection;
      this.request = request;
      Map<Filter, Set<String>> filters = request.query().filters();
      if (organisation != null && hasOwn(connection, organisation)) {
        scopes.add(Scope.own(organisation, filters));
        scopes.add(Scope.othersThan(organisation, filters));
      } else {
        scopes.add(Scope.all(filters));
      }
    }

    SearchResults results() throws SQLException {
      SearchCursor cursor = request.cursor();
      SearchQuery query = request.query();
      Findings found = find(cursor == null ? Stage.EXACT : cursor.stage());
      if (cursor == null && query.hasWords()) {
        found = furtherThan(found);
      }
      if (found.stage == Stage.EXACT) {
        corrected = Map.of();
      }
      boolean last = found.page.size() <= request.limit();
      List<Found> page = last ? found.page : found.page.subList(0, request.limit());
      return new SearchResults(
          hits(page),
          last ? null : cursorAfter(page.getLast(), found.stage).text(),
          found.total,
          !query.hasWords() || found.total < Candidates.BY_WORDS,
          corrected,
          request.facets() ? facets.count(connection, statements(found.stage)) : Map.of());
    }

    /** Looks further where there is little: for some of the words too, if there are several. */
    private Findings furtherThan(Findings first) throws SQLException {
      if (first.total >= ENOUGH) {
        return first;
      }
      boolean several = request.query().words().size() > 1;
      Findings further = find(several ? Stage.RELAXED : Stage.CORRECTED);
      return further.total > first.total ? further : first;
    }

    private SearchCursor cursorAfter(Found end, Stage stage) {
      return new SearchCursor(SearchRequest.number(request.query()), stage, end.score, end.name);
    }

    /** The query as a stage understands it. */
    private SearchQuery query(Stage stage) throws SQLException {
      SearchQuery query = request.query();
      if (stage == Stage.EXACT || !query.hasWords()) {
        return query;
      }
      corrected = spelling.corrections(connection, query.words());
      return query.replacing(corrected);
    }

    private List<Statement> statements(Stage stage) throws SQLException {
      SearchQuery query = query(stage);
      return scopes.stream().map(scope -> candidates.statement(scope, query, stage)).toList();
    }

    private Findings find(Stage stage) throws SQLException {
      SearchQuery query = query(stage);
      List<Found> all = new ArrayList<>();
      long total = 0;
      for (Scope scope : scopes) {
        total += find(scope, candidates.statement(scope, query, stage), all);
      }
      List<Found> page = all.stream().sorted(Found.ORDER).limit(request.limit() + 1L).toList();
      return new Findings(page, total, stage);
    }

    private long find(Scope scope, Statement ranked, List<Found> all) throws SQLException {
      SearchCursor cursor = request.cursor();
      Statement statement =
          new Statement()
              .add("SELECT r.name, r.server_id, r.score, r.total FROM (")
              .add("SELECT f.name, f.server_id, f.score, count(*) OVER () AS total FROM (")
              .add(ranked)
              .add(") f) r");
      if (cursor != null) {
        statement.add(
            " WHERE r.score < ? OR r.score = ? AND r.name > ? COLLATE \"C\"",
            cursor.score(),
            cursor.score(),
            cursor.name());
      }
      statement.add(" ORDER BY r.score DESC, r.name LIMIT " + (request.limit() + 1));
      long total = 0;
      try (PreparedStatement select = statement.prepare(connection);
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.add(new Found(row.getString(1), row.getLong(2), row.getDouble(3), scope.isPublic()));
          total = row.getLong(4);
        }
      }
      return total;
    }

    private List<Hit> hits(List<Found> page) throws SQLException {
      Map<Long, ServerRow> ofAll = rows("public_", "public", ids(page, true));
      Map<Long, ServerRow> own = rows("private_", "private", ids(page, false));
      List<Hit> hits = new ArrayList<>();
      for (Found found : page) {
        ServerRow row = (found.isPublic ? ofAll : own).get(found.id);
        if (row != null) { // else it has just been taken away
          hits.add(new Hit(row, found.score));
        }
      }
      return hits;
    }

    private static List<Long> ids(List<Found> page, boolean isPublic) {
      return page.stream().filter(found -> found.isPublic == isPublic).map(Found::id).toList();
    }

    private Map<Long, ServerRow> rows(String prefix, String visibility, List<Long> ids)
        throws SQLException {
      Map<Long, ServerRow> rows = new HashMap<>();
      if (ids.isEmpty()) {
        return rows;
      }
      try (PreparedStatement select = connection.prepareStatement(ROWS.formatted(prefix))) {
        select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            rows.put(row.getLong("id"), ServerRow.of(row, visibility));
          }
        }
      }
      return rows;
    }
  }
}
