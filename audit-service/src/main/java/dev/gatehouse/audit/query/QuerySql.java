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

/**
 * A {@link Filter} as SQL; values are parameters, and days are named to skip partitions. A tool has
 * two names, each with an index: what is asked of one tool is two questions, each answered from one
 * of them, for no index has the order of both.
 */
public final class QuerySql {
  /** Nearly all records are of it; the index of the others leaves them out. */
  private static final String CALL = "tool.call";

  private static final String NAMED = " AND tool = ?";
  private static final String SHOWN = " AND exposed_as = ? AND tool IS DISTINCT FROM ?";

  private final StringBuilder conditions = new StringBuilder("organisation = ?");
  private final List<Object> values = new ArrayList<>();
  private @Nullable String tool;

  private QuerySql(String organisation) {
    values.add(organisation);
  }

  public static QuerySql of(Filter filter) {
    QuerySql sql = new QuerySql(filter.organisation());
    sql.text("gateway = ?", filter.keyGateway());
    sql.text("action = ?", filter.action());
    if (filter.action() != null && !CALL.equals(filter.action())) {
      // A plan that PostgreSQL keeps for any action may use that index only if told.
      sql.and("action <> '" + CALL + "'");
    }
    sql.tool = ColumnText.of(filter.tool());
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
   * Some rows of an order.
   *
   * @param columns with those of the order
   * @param order what stands after the conditions: an order and how many
   */
  public PreparedStatement page(Connection connection, String columns, String order)
      throws SQLException {
    String rows = rows(columns, order);
    return prepare(
        connection, tool == null ? rows : "SELECT * FROM (" + rows + ") AS either " + order);
  }

  /**
   * Something of all rows.
   *
   * @param select what stands before {@code FROM}
   * @param columns that it is made of
   * @param rest what stands after {@code FROM}
   */
  public PreparedStatement all(Connection connection, String select, String columns, String rest)
      throws SQLException {
    return prepare(connection, select + " FROM (" + rows(columns, "") + ") AS found " + rest);
  }

  private String rows(String columns, String rest) {
    String select = "SELECT " + columns + " FROM audit_record WHERE " + conditions;
    return tool == null
        ? select + ' ' + rest
        : "(%1$s%2$s %4$s) UNION ALL (%1$s%3$s %4$s)".formatted(select, NAMED, SHOWN, rest);
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    List<Object> parameters = new ArrayList<>(values);
    if (tool != null) {
      parameters.add(tool);
      parameters.addAll(values);
      parameters.addAll(List.of(tool, tool));
    }
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  private void text(String condition, @Nullable String text) {
    String column = ColumnText.of(text);
    if (column != null) {
      and(condition, column);
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
