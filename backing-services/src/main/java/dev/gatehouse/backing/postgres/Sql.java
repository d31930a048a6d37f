package dev.gatehouse.backing.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements about roles and databases, which take no parameters, quoted by the server itself. */
final class Sql {

  private Sql() {}

  /**
   * Runs a statement whose {@code %I} (identifier) and {@code %L} (literal) PostgreSQL fills in.
   */
  static void run(Connection connection, String template, String... values) throws SQLException {
    var placeholders = ", ?::text".repeat(values.length);
    String statement;
    try (var quote = connection.prepareStatement("SELECT format(?::text" + placeholders + ")")) {
      quote.setString(1, template);
      for (int i = 0; i < values.length; i++) {
        quote.setString(i + 2, values[i]);
      }
      try (var row = quote.executeQuery()) {
        row.next();
        statement = row.getString(1);
      }
    }
    try (var run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  static boolean exists(Connection connection, String query, String value) throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, value);
      try (var rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
