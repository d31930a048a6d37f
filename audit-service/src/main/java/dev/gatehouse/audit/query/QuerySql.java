package dev.gatehouse.audit.query;

import dev.gatehouse.audit.trail.ColumnText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An {@link AuditQuery} as SQL; values are parameters, and days are named to skip partitions. */
final class QuerySql {
  private final StringBuilder conditions = new StringBuilder("organisation = ?");
  private final List<Object> values = new ArrayList<>();
  private final int rows;

  private QuerySql(String organisation, int rows) {
    values.add(organisation);
    this.rows = rows;
  }

  /**
   * @param rows at most
   */
  static QuerySql of(AuditQuery query, int rows) {
    QuerySql sql = new QuerySql(query.organisation(), rows);
    sql.text("gateway = ?", query.keyGateway());
    sql.text("action = ?", query.action());
    sql.text("(tool = ? OR exposed_as = ?)", query.tool());
    sql.text("connector = ?", query.connector());
    sql.text("gateway = ?", query.gateway());
    sql.text("actor = ?", query.actor());
    if (query.outcome() != null) {
      sql.and("outcome = ?", query.outcome().name());
    }
    if (query.from() != null) {
      sql.and("day >= ?", day(query.from())).and("occurred_at >= ?", time(query.from()));
    }
    if (query.to() != null) {
      sql.and("day <= ?", day(query.to())).and("occurred_at < ?", time(query.to()));
    }
    Cursor after = query.after();
    if (after != null) {
      LocalDate day = day(after.occurredAt());
      sql.and("day <= ?", day)
          .and("(day, occurred_at, id) < (?, ?, ?)", day, time(after.occurredAt()), after.id());
    }
    return sql;
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT occurred_at, id, record FROM audit_record WHERE "
                + conditions
                + " ORDER BY day DESC, occurred_at DESC, id DESC LIMIT "
                + rows);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }

  private void text(String condition, @Nullable String text) {
    String column = ColumnText.of(text);
    if (column != null) {
      Object[] each = condition.chars().filter(c -> c == '?').mapToObj(_ -> column).toArray();
      and(condition, each);
    }
  }

  private QuerySql and(String condition, Object... parameters) {
    conditions.append(" AND ").append(condition);
    values.addAll(List.of(parameters));
    return this;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Object time(Instant time) {
    return Objects.requireNonNull(time.atOffset(ZoneOffset.UTC));
  }
}
