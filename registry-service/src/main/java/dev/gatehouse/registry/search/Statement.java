package dev.gatehouse.registry.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A statement that is put together with its values, in one order. */
final class Statement {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  Statement add(String part, Object... bound) {
    sql.append(part);
    values.addAll(List.of(bound));
    return this;
  }

  Statement add(Statement other) {
    sql.append(other.sql);
    values.addAll(other.values);
    return this;
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    for (int i = 0; i < values.size(); i++) {
      Object value =
          values.get(i) instanceof Collection<?> texts
              ? connection.createArrayOf("text", texts.toArray())
              : values.get(i);
      statement.setObject(i + 1, value);
    }
    return statement;
  }
}
