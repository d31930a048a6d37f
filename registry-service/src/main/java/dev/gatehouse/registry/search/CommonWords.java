package dev.gatehouse.registry.search;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Which words many servers have, from PostgreSQL's statistics: a query is led by its rare words,
 * and where it has none, it is known beforehand that not everything can be ranked.
 */
@ApplicationScoped
class CommonWords {
  private static final Logger LOG = Logger.getLogger(CommonWords.class);

  /** Of all servers; what so many have does not have to match beside rarer words. */
  private static final double OPTIONAL = 0.05;

  private static final double UNKNOWN = 0.0005;

  /** What PostgreSQL takes away from English words, near enough to tell how frequent one is. */
  private static final List<String> ENDINGS =
      List.of("s", "es", "e", "ed", "ing", "ion", "ions", "y", "ies");

  private static final String STATISTICS =
      """
      SELECT u.word, u.frequency FROM pg_stats s,
        unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS u (word, frequency)
      WHERE s.schemaname = current_schema() AND s.tablename = 'public_entry'
        AND s.attname = 'words' AND u.word IS NOT NULL
      """;

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private volatile Map<String, Double> frequencies = Map.of();

  CommonWords(AgroalDataSource dataSource, Tenancy tenancy) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
  }

  boolean isOptional(String word) {
    return frequency(word) >= OPTIONAL;
  }

  /** What share of the servers has a word, or a form of it; a small one for rare words. */
  double frequency(String word) {
    Map<String, Double> known = frequencies;
    double most = known.getOrDefault(word, UNKNOWN);
    for (String ending : ENDINGS) {
      if (word.endsWith(ending)) {
        String stem = word.substring(0, word.length() - ending.length());
        most = Math.max(most, known.getOrDefault(stem, UNKNOWN));
        most = Math.max(most, known.getOrDefault(stem + "i", UNKNOWN));
      }
    }
    return most;
  }

  @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
  void refresh() {
    tenancy.asPlatform(() -> {
      try {
        frequencies = read();
      } catch (SQLException e) {
        LOG.debug("The statistics of words cannot be read now", e);
      }
      return frequencies;
    });
  }

  private Map<String, Double> read() throws SQLException {
    Map<String, Double> read = new HashMap<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(STATISTICS);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        read.put(row.getString(1), row.getDouble(2));
      }
    }
    return Map.copyOf(read);
  }
}
