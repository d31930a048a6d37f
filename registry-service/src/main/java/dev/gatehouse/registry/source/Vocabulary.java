package dev.gatehouse.registry.source;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The words of names and titles, counted anew after the catalogue has changed. */
@ApplicationScoped
class Vocabulary {
  private static final String COUNT =
      """
      WITH counted AS MATERIALIZED (
        SELECT word, ndoc FROM ts_stat('SELECT names FROM public_entry')
        WHERE length(word) BETWEEN 3 AND 40
      ), gone AS (
        DELETE FROM public_word w WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE c.word = w.word)
      )
      INSERT INTO public_word (word, servers) SELECT word, ndoc FROM counted
      ON CONFLICT (word) DO UPDATE SET servers = EXCLUDED.servers
      WHERE public_word.servers <> EXCLUDED.servers
      """;

  private final AgroalDataSource dataSource;

  Vocabulary(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void count() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("words could not be counted", e);
    }
  }
}
