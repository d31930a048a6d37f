package dev.gatehouse.registry.server;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Reads servers as an organisation sees them: the public ones and its own. Where both have a name,
 * its own is meant, so that nobody can take the place of a private server in a public registry.
 */
@ApplicationScoped
public class ServerQueries {
  /** Characters of documents in one answer: the one with which it comes to so many is the last. */
  public static final int MAX_CHARACTERS = 4 * 1024 * 1024;

  private static final String BY_NAME = "s.name, s.version";
  private static final String NEWEST_FIRST = "s.published_at DESC, s.id DESC";

  private static final String BOUNDED =
      """
      SELECT %s FROM (
        SELECT s.*, sum(length(s.document)) OVER (ORDER BY %s) - length(s.document) AS before
        FROM (SELECT s.* %s ORDER BY %s LIMIT ?) s
      ) s WHERE s.before < %d ORDER BY %s
      """;

  private final AgroalDataSource dataSource;

  ServerQueries(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  ServerPage page(@Nullable String organisation, ListRequest request) {
    List<ServerRow> found =
        all(
            organisation,
            where -> {
              where.and("(s.name, s.version) > (?, ?)", request.after().name());
              where.bind(request.after().version());
              where.andLike("s.haystack LIKE ?", pattern(request.search()));
              where.andIf("s.updated_at >= ?", request.updatedSince());
              if ("latest".equals(request.version())) {
                where.and("s.is_latest");
              } else {
                where.andIf("s.version = ?", request.version());
              }
              if (!request.includeDeleted()) {
                where.and("s.status <> 'deleted'");
              }
            },
            BY_NAME,
            request.limit() + 1);
    found.sort(Comparator.comparing(ServerRow::name).thenComparing(ServerRow::version));
    int shown = 0;
    long characters = 0;
    while (shown < Math.min(found.size(), request.limit()) && characters < MAX_CHARACTERS) {
      characters += found.get(shown++).document().length();
    }
    List<ServerRow> items = found.subList(0, shown);
    if (shown == found.size() && characters < MAX_CHARACTERS) {
      return new ServerPage(items, null);
    }
    ServerRow last = items.getLast();
    return new ServerPage(items, new ListRequest.After(last.name(), last.version()).cursor());
  }

  /**
   * All versions of a server, the one published last first; empty if there is no such server. Of
   * more than {@link #MAX_CHARACTERS}, those published last.
   */
  List<ServerRow> versions(@Nullable String organisation, String name, boolean includeDeleted) {
    List<ServerRow> found =
        all(
            organisation,
            where -> {
              where.and("s.name = ?", name);
              if (!includeDeleted) {
                where.and("s.status <> 'deleted'");
              }
            },
            NEWEST_FIRST,
            Publications.MAX_SERVERS);
    return found;
  }

  /**
   * One version of a server.
   *
   * @param version of the server, or {@code latest}
   */
  public Optional<ServerRow> find(
      @Nullable String organisation, String name, String version, boolean includeDeleted) {
    return all(
            organisation,
            where -> {
              where.and("s.name = ?", name);
              if (version.equals("latest")) {
                where.and("s.is_latest");
              } else {
                where.and("s.version = ?", version);
              }
              if (!includeDeleted) {
                where.and("s.status <> 'deleted'");
              }
            },
            BY_NAME,
            1)
        .stream()
        .findFirst();
  }

  /** Whether the public catalogue has a server of this name. */
  boolean isPublic(String name) {
    return isAny(new Where("public_server").and("s.name = ?", name));
  }

  /** Whether the public catalogue has servers of this namespace, which is the same in any case. */
  boolean isPublicNamespace(String namespace) {
    Where within =
        new Where("public_server")
            .and(
                "s.name IN (SELECT name FROM public_entry WHERE lower(namespace) = ? LIMIT 1)",
                namespace.toLowerCase(Locale.ROOT));
    return isAny(within);
  }

  private List<ServerRow> all(
      @Nullable String organisation, Consumer<Where> condition, String order, int limit) {
    Where ofAll = new Where("public_server");
    try (Connection connection = dataSource.getConnection()) {
      List<ServerRow> found = new ArrayList<>();
      if (organisation != null) {
        Where own = new Where("private_server").and("s.organisation = ?", organisation);
        condition.accept(own);
        found.addAll(one(connection, own, order, limit, "private"));
        ofAll.and(
            "NOT EXISTS (SELECT 1 FROM private_server o"
                + " WHERE o.organisation = ? AND o.name = s.name)",
            organisation);
      }
      condition.accept(ofAll);
      found.addAll(one(connection, ofAll, order, limit, "public"));
      return found;
    } catch (SQLException e) {
      throw unread(e);
    }
  }

  private boolean isAny(Where where) {
    try (Connection connection = dataSource.getConnection()) {
      return !one(connection, where, BY_NAME, 1, "public").isEmpty();
    } catch (SQLException e) {
      throw unread(e);
    }
  }

  private static List<ServerRow> one(
      Connection connection, Where where, String order, int limit, String visibility)
      throws SQLException {
    String sql =
        BOUNDED.formatted(ServerRow.COLUMNS, order, where.sql(), order, MAX_CHARACTERS, order);
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      if (where.depends) {
        select.unwrap(PGStatement.class).setPrepareThreshold(0);
      }
      int next = where.bindTo(select);
      select.setInt(next, limit);
      List<ServerRow> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(ServerRow.of(row, visibility));
        }
      }
      return rows;
    }
  }

  private static IllegalStateException unread(SQLException e) {
    return new IllegalStateException("servers could not be read", e);
  }

  private static @Nullable String pattern(@Nullable String search) {
    return search == null
        ? null
        : "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }

  /** Conditions of a statement with their values, in one order. */
  private static final class Where {
    private final StringBuilder sql;
    private final List<Object> values = new ArrayList<>();
    private boolean first = true;

    /**
     * Whether what is the best way depends on the values: a rare text is looked up in the index of
     * trigrams, one that a third of the rows has is found faster without. So a statement that would
     * be planned once for all values is of no use.
     */
    private boolean depends;

    Where(String table) {
      sql = new StringBuilder(" FROM ").append(table).append(" s");
    }

    Where and(String condition, Object... bound) {
      sql.append(first ? " WHERE " : " AND ").append(condition);
      first = false;
      values.addAll(List.of(bound));
      return this;
    }

    void andIf(String condition, @Nullable Object value) {
      if (value instanceof Instant instant) {
        and(condition, Timestamp.from(instant));
      } else if (value != null) {
        and(condition, value);
      }
    }

    void andLike(String condition, @Nullable String pattern) {
      andIf(condition, pattern);
      depends |= pattern != null;
    }

    void bind(Object value) {
      values.add(value);
    }

    String sql() {
      return sql.toString();
    }

    int bindTo(PreparedStatement statement) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return values.size() + 1;
    }
  }
}
