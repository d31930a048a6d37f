package dev.gatehouse.audit.query;

import dev.gatehouse.audit.trail.ColumnText;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link Filter} as SQL; values are parameters, and days are named to skip partitions. */
public final class QuerySql {
  private final StringBuilder conditions = new StringBuilder("organisation = ?");
  private final List<Object> values = new ArrayList<>();

  private QuerySql(String organisation) {
    values.add(organisation);
  }

  public static QuerySql of(Filter filter) {
    QuerySql sql = new QuerySql(filter.organisation());
    sql.text("gateway = ?", filter.keyGateway());
    sql.text("action = ?", filter.action());
    sql.text("(tool = ? OR exposed_as = ?)", filter.tool());
    sql.text("connector = ?", filter.connector());
    sql.text("gateway = ?", filter.gateway());
    sql.text("actor = ?", filter.actor());
    sql.text("client = ?", filter.client());
    sql.text("api_key = ?", filter.apiKey());
    sql.text("service = ?", filter.service());
    sql.text("trace_id = ?", filter.traceId());
    sql.name("phase = ?", filter.phase());
    sql.name("outcome = ?", filter.outcome());
    if (filter.skewed() != null) {
      sql.and("skewed = ?", filter.skewed());
    }
    sql.duration("duration_micros >= ?", filter.atLeast());
    sql.duration("duration_micros <= ?", filter.atMost());
    if (filter.from() != null) {
      sql.and("day >= ?", day(filter.from())).and("occurred_at >= ?", time(filter.from()));
    }
    if (filter.to() != null) {
      sql.and("day <= ?", day(filter.to())).and("occurred_at < ?", time(filter.to()));
    }
    if (filter.digest() != null) {
      sql.and("record LIKE ?", contains("\"digest\":" + json(filter.digest())));
    }
    if (filter.text() != null) {
      String quoted = json(filter.text());
      sql.and("record ILIKE ?", contains(quoted.substring(1, quoted.length() - 1)));
    }
    return sql;
  }

  /** Records older than one. */
  public QuerySql before(Cursor after) {
    LocalDate day = day(after.occurredAt());
    return and("day <= ?", day)
        .and("(day, occurred_at, id) < (?, ?, ?)", day, time(after.occurredAt()), after.id());
  }

  /** Records newer than one. */
  public QuerySql after(Cursor before) {
    LocalDate day = day(before.occurredAt());
    return and("day >= ?", day)
        .and("(day, occurred_at, id) > (?, ?, ?)", day, time(before.occurredAt()), before.id());
  }

  /**
   * @param select what stands before {@code WHERE}
   * @param rest what stands after the conditions
   */
  public PreparedStatement prepare(Connection connection, String select, String rest)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(select + " WHERE " + conditions + ' ' + rest);
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

  private void name(String condition, @Nullable Enum<?> value) {
    if (value != null) {
      and(condition, value.name());
    }
  }

  private void duration(String condition, @Nullable Duration value) {
    if (value != null) {
      and(condition, value.toNanos() / 1000);
    }
  }

  public QuerySql and(String condition, Object... parameters) {
    conditions.append(" AND ").append(condition);
    values.addAll(List.of(parameters));
    return this;
  }

  /** As it stands in the record, which is canonical JSON. */
  private static String json(String text) {
    return CanonicalJson.of(Json.mapper().getNodeFactory().textNode(text.replace("\0", "")));
  }

  private static String contains(String text) {
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Object time(Instant time) {
    return Objects.requireNonNull(time.atOffset(ZoneOffset.UTC));
  }
}
