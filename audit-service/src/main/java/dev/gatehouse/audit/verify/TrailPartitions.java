package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the trail consists of, as PostgreSQL's catalogue has it: nothing of it is read or locked.
 * Where records can lie is told by the bounds of partitions, whatever they are called.
 *
 * @param chains day and class of each
 * @param strange names of those that are not of one day and class; nothing of ours makes such
 */
record TrailPartitions(List<ChainId> chains, List<String> strange) {
  private static final String READ =
      """
      SELECT pg_get_expr(d.relpartbound, 0), pg_get_expr(c.relpartbound, 0), coalesce(c.relname, d.relname)
      FROM pg_inherits of_day JOIN pg_class d ON d.oid = of_day.inhrelid
        LEFT JOIN pg_inherits of_class ON of_class.inhparent = d.oid LEFT JOIN pg_class c ON c.oid = of_class.inhrelid
      WHERE of_day.inhparent = 'audit_record'::regclass AND (c.oid IS NOT NULL OR d.relkind <> 'p')
      ORDER BY 3
      """;
  private static final String DATE = "\\('(\\d{4}-\\d{2}-\\d{2})'\\)";
  private static final Pattern DAY = Pattern.compile("FOR VALUES FROM " + DATE + " TO " + DATE);
  private static final Pattern CLASS =
      Pattern.compile("FOR VALUES IN \\('([a-z][a-z0-9]{0,19})'\\)");

  static TrailPartitions read(Connection connection) throws SQLException {
    List<ChainId> chains = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    try (PreparedStatement read = connection.prepareStatement(READ);
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        ChainId chain = chain(row.getString(1), row.getString(2));
        if (chain == null) {
          strange.add(row.getString(3));
        } else {
          chains.add(chain);
        }
      }
    }
    return new TrailPartitions(chains, strange);
  }

  private static @Nullable ChainId chain(@Nullable String ofDay, @Nullable String ofClass) {
    Matcher day = DAY.matcher(String.valueOf(ofDay));
    Matcher retentionClass = CLASS.matcher(String.valueOf(ofClass));
    if (!day.matches() || !retentionClass.matches()) {
      return null;
    }
    LocalDate first = LocalDate.parse(day.group(1));
    return first.plusDays(1).equals(LocalDate.parse(day.group(2)))
        ? new ChainId(first, retentionClass.group(1))
        : null;
  }
}
