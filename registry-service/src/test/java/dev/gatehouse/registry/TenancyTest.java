package dev.gatehouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasSize;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class TenancyTest {
  private static final List<String> TABLES =
      List.of(
          "connector",
          "connector_status",
          "abandoned_secret",
          "tool",
          "tool_definition",
          "discovery_part",
          "slug",
          "gateway",
          "exposed_tool",
          "feature",
          "feature_part",
          "exposed_connector",
          "tool_rule",
          "idempotency_key",
          "private_server",
          "private_entry");

  private Organisation owner;
  private Organisation stranger;
  private String connector;
  private String gateway;
  private String tool;
  private String exposed;

  @BeforeEach
  void twoOrganisations() {
    owner = Organisation.create();
    stranger = Organisation.create();
    connector = owner.connector("Upstream");
    gateway = owner.gateway("demo");
    try (var discovery = new Discovery(owner, connector)) {
      discovery.complete(Discovery.tool("a", "old"));
      discovery.complete(Discovery.tool("a", "new"));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> owner.tool(connector, "a") != null);
    tool = owner.tool(connector, "a");
    exposed = owner.expose(gateway, tool);
  }

  @Test
  void aStrangerCannotShowTheOwnersResources() {
    String own = stranger.gateway("own");

    stranger
        .request()
        .body("{\"resources\": true, \"prompts\": true}")
        .put("/api/gateways/" + own + "/connectors/" + connector)
        .then()
        .statusCode(404);
  }

  @Test
  void aStrangerCannotShowTheOwnersTool() {
    String own = stranger.gateway("own");
    stranger
        .request()
        .body("{\"toolId\": \"%s\"}".formatted(tool))
        .post("/api/gateways/" + own + "/tools")
        .then()
        .statusCode(404);
    stranger
        .request()
        .body("{\"connectorId\": \"%s\", \"tool\": \"a\"}".formatted(connector))
        .post("/api/gateways/" + own + "/tools")
        .then()
        .statusCode(404);
  }

  @Test
  void listsShowOnlyWhatIsOnesOwn() {
    stranger.request().get("/api/mcps").then().statusCode(200).body("$", hasSize(0));
    stranger.request().get("/api/gateways").then().statusCode(200).body("$", hasSize(0));
  }

  @Test
  void everyTableWithAnOrganisationIsUnderRowLevelSecurity() throws SQLException {
    try (Connection connection = connect("quarkus.datasource.")) {
      List<String> unprotected =
          strings(
              connection,
              """
              SELECT c.table_name FROM information_schema.columns c
              JOIN pg_class p ON p.relname = c.table_name
              WHERE c.column_name = 'organisation' AND c.table_schema = 'public'
                AND NOT (p.relrowsecurity AND p.relforcerowsecurity)
              """);
      assertThat(unprotected).isEmpty();
    }
  }

  @Test
  void rowLevelSecurityHidesTheRowsOfOthers() throws SQLException {
    for (String user : List.of("quarkus.datasource.", "quarkus.flyway.")) {
      try (Connection connection = connect(user)) {
        actAs(connection, stranger.id());
        for (String table : TABLES) {
          assertThat(strings(connection, "SELECT organisation FROM " + table))
              .as(table)
              .allMatch(stranger.id()::equals);
        }
      }
    }
  }

  @Test
  void rowLevelSecurityHidesEverythingFromNobody() throws SQLException {
    try (Connection connection = connect("quarkus.datasource.")) {
      for (String table : TABLES) {
        assertThat(strings(connection, "SELECT organisation FROM " + table)).as(table).isEmpty();
      }
    }
  }

  @Test
  void rowLevelSecurityRefusesRowsForOthers() throws SQLException {
    try (Connection connection = connect("quarkus.datasource.")) {
      actAs(connection, stranger.id());
      assertThatThrownBy(() ->
              connection
                  .createStatement()
                  .executeUpdate(
                      "INSERT INTO slug (organisation, name, kind, owner_id) VALUES ('%s', 'x', 'gateway', gen_random_uuid())"
                          .formatted(owner.id())))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("row-level security");
    }
  }

  private static Connection connect(String prefix) throws SQLException {
    var config = ConfigProvider.getConfig();
    return DriverManager.getConnection(
        config.getValue("quarkus.datasource.jdbc.url", String.class),
        config.getValue(prefix + "username", String.class),
        config.getValue(prefix + "password", String.class));
  }

  private static void actAs(Connection connection, String organisation) throws SQLException {
    strings(
        connection,
        "SELECT set_config('gatehouse.organisation', '%s', false)".formatted(organisation));
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new java.util.ArrayList<>();
    try (ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
