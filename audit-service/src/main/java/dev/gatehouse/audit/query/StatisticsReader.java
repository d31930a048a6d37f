package dev.gatehouse.audit.query;

import dev.gatehouse.audit.query.Statistics.Row;
import dev.gatehouse.audit.query.StatisticsParameters.Asked;
import dev.gatehouse.audit.query.StatisticsParameters.By;
import dev.gatehouse.audit.query.TrailReader.NoAnswerException;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts what the filters leave. */
@ApplicationScoped
class StatisticsReader {
  private static final int MOST_ROWS = 1_500;

  private static final String SELECT =
      """
      SELECT key, count(*), count(*) FILTER (WHERE outcome = 'ERROR'),
        count(*) FILTER (WHERE outcome = 'DENIED'),
        percentile_disc(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY duration_micros)\
      """;

  private final AgroalDataSource dataSource;
  private final int timeoutSeconds;

  StatisticsReader(AgroalDataSource dataSource, QueryConfig config) {
    this.dataSource = dataSource;
    this.timeoutSeconds = (int) Math.max(1, config.timeout().toSeconds());
  }

  Statistics read(Asked asked) throws NoAnswerException {
    boolean byTime = asked.by() == By.TIME;
    String key =
        byTime
            ? "to_char(date_trunc('%s', occurred_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                .formatted(asked.bucket().name().toLowerCase(Locale.ROOT))
            : asked.by().column;
    String columns = key + " AS key, outcome, duration_micros";
    String rest =
        "GROUP BY 1 ORDER BY %s LIMIT %d".formatted(byTime ? "1" : "2 DESC, 1", MOST_ROWS + 1);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            QuerySql.of(asked.filter())
                .and("phase <> 'ATTEMPT'")
                .all(connection, SELECT, columns, rest)) {
      statement.setQueryTimeout(timeoutSeconds);
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(row(row));
        }
      }
      boolean more = rows.size() > MOST_ROWS;
      return new Statistics(
          asked.by().name().toLowerCase(Locale.ROOT),
          more ? rows.subList(0, MOST_ROWS) : rows,
          more);
    } catch (SQLException e) {
      throw TrailReader.failure(e);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    @Nullable Long[] micros =
        row.getArray(5) == null ? new Long[4] : (Long[]) row.getArray(5).getArray();
    return new Row(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        micros[0],
        micros[1],
        micros[2],
        micros[3]);
  }
}
