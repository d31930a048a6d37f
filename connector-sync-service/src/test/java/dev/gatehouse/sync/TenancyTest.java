package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@SyncTest
class TenancyTest {

  @Test
  void rowLevelSecurityHidesTheRowsOfOthers() throws SQLException {
    try (Connectors owner = new Connectors();
        Connectors stranger = new Connectors();
        Connection connection = connect()) {
      String connector = owner.add("http://127.0.0.1:9999/mcp");
      owner.request().post("/api/sync/" + connector).then().statusCode(200);
      for (String table : List.of("schedule", "run")) {
        String query = "SELECT organisation FROM " + table;
        assertThat(strings(connection, query)).as(table).isEmpty();
        actAs(connection, stranger.organisation());
        assertThat(strings(connection, query)).as(table).isEmpty();
        actAs(connection, owner.organisation());
        assertThat(strings(connection, query)).as(table).isNotEmpty();
        actAs(connection, "-");
      }
    }
  }

  @Test
  void everyTableWithAnOrganisationIsUnderRowLevelSecurity() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(
              strings(
                  connection,
                  """
                  SELECT c.table_name FROM information_schema.columns c
                  JOIN pg_class p ON p.relname = c.table_name
                  WHERE c.column_name = 'organisation' AND c.table_schema = 'public'
                    AND NOT (p.relrowsecurity AND p.relforcerowsecurity)
                  """))
          .isEmpty();
    }
  }

  private static Connection connect() throws SQLException {
    var config = ConfigProvider.getConfig();
    return DriverManager.getConnection(
        config.getValue("quarkus.datasource.jdbc.url", String.class),
        config.getValue("quarkus.datasource.username", String.class),
        config.getValue("quarkus.datasource.password", String.class));
  }

  private static void actAs(Connection connection, String organisation) throws SQLException {
    strings(
        connection,
        "SELECT set_config('gatehouse.organisation', '%s', false)".formatted(organisation));
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
