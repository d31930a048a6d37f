package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The trail's database, past the service, as the administrator of the suite's PostgreSQL. */
record AuditTrail(String url, String user, String password) {

  AuditTrail(Suite suite) {
    this(suite.postgres());
  }

  private AuditTrail(JsonNode postgres) {
    this(
        "jdbc:postgresql://%s:%d/audit"
            .formatted(postgres.path("host").asText(), postgres.path("port").asInt()),
        postgres.path("user").asText(),
        postgres.path("password").asText());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The columns of the first row, as texts. */
  List<String> row(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> columns = new ArrayList<>();
      if (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
      }
      return columns;
    }
  }
}
