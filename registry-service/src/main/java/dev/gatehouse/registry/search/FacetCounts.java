package dev.gatehouse.registry.search;

import dev.gatehouse.registry.search.SearchResults.Count;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts results by the values that they could be narrowed to. */
@Singleton
class FacetCounts {
  private static final int MAX_VALUES = 50;

  /**
   * Counts the rows of statements together.
   *
   * @return by field, the most frequent values
   */
  Map<Filter, List<Count>> count(Connection connection, List<Statement> results)
      throws SQLException {
    Map<Filter, Map<String, Long>> counts = new EnumMap<>(Filter.class);
    for (Statement result : results) {
      count(connection, result, counts);
    }
    Map<Filter, List<Count>> facets = new EnumMap<>(Filter.class);
    for (Filter filter : Filter.values()) {
      facets.put(
          filter,
          counts.getOrDefault(filter, Map.of()).entrySet().stream()
              .map(entry -> new Count(entry.getKey(), entry.getValue()))
              .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
              .limit(MAX_VALUES)
              .toList());
    }
    return facets;
  }

  private static void count(
      Connection connection, Statement result, Map<Filter, Map<String, Long>> counts)
      throws SQLException {
    Statement statement = new Statement().add("WITH e AS MATERIALIZED (").add(result).add(") ");
    for (Filter filter : Filter.values()) {
      statement.add(
          (filter.ordinal() == 0 ? "" : " UNION ALL ")
              + "SELECT %d, v, count(*) FROM (SELECT %s AS v FROM e) c WHERE v IS NOT NULL GROUP BY v"
                  .formatted(filter.ordinal(), filter.counted()));
    }
    try (PreparedStatement select = statement.prepare(connection);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        counts
            .computeIfAbsent(Filter.values()[row.getInt(1)], _ -> new HashMap<>())
            .merge(row.getString(2), row.getLong(3), Long::sum);
      }
    }
  }
}
