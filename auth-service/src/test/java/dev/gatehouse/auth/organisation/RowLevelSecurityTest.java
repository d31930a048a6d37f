package dev.gatehouse.auth.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.AuthTest;
import dev.gatehouse.auth.BrowserlessClient;
import dev.gatehouse.auth.Database;
import dev.gatehouse.auth.Person;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall that stands even where a query forgets the organisation: plain SQL, both roles. */
@AuthTest
class RowLevelSecurityTest {
  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String application;

  @ConfigProperty(name = "quarkus.datasource.password")
  String applicationPassword;

  @ConfigProperty(name = "quarkus.flyway.username")
  String owner;

  @ConfigProperty(name = "quarkus.flyway.password")
  String ownerPassword;

  private Person ours;
  private Person theirs;

  @BeforeEach
  void twoOrganisations() {
    ours = Person.create();
    theirs = Person.create();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "membership",
        "invitation",
        "consent",
        "api_key",
        "oauth_grant",
        "authorization_code",
        "refresh_token",
        "revoked_token"
      })
  void showsNoRowOfAnotherOrganisation(String table) throws SQLException {
    BrowserlessClient.register().usedBy(theirs).tokens(theirs.endpoint(), null);
    Database.run(
        "INSERT INTO revoked_token VALUES ('%s', '%s', now())"
            .formatted(UUID.randomUUID(), theirs.organisation()));
    try (Connection connection = as(application, applicationPassword, ours.organisation())) {
      assertThat(
              column(
                  connection,
                  "SELECT count(*) FROM "
                      + table
                      + " WHERE organisation <> '"
                      + ours.organisation()
                      + "'"))
          .containsExactly("0");
    }
  }

  @Test
  void showsTheOwnRowsOnly() throws SQLException {
    try (Connection connection = as(application, applicationPassword, ours.organisation())) {
      assertThat(column(connection, "SELECT id FROM organisation"))
          .containsExactly(ours.organisation());
      assertThat(column(connection, "SELECT user_id FROM membership")).containsExactly(ours.id());
    }
  }

  @Test
  void bindsTheOwnerOfTheTablesToo() throws SQLException {
    try (Connection connection = as(owner, ownerPassword, ours.organisation())) {
      assertThat(column(connection, "SELECT id FROM organisation"))
          .containsExactly(ours.organisation());
    }
  }

  @Test
  void showsNothingWhereNoOrganisationWasNamed() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url, application, applicationPassword)) {
      assertThat(column(connection, "SELECT id FROM organisation")).isEmpty();
    }
  }

  @Test
  void takesNoRowForAnotherOrganisation() throws SQLException {
    try (Connection connection = as(application, applicationPassword, ours.organisation());
        Statement insert = connection.createStatement()) {
      assertThatThrownBy(() ->
              insert.execute(
                  "INSERT INTO membership VALUES ('m', '%s', '%s', 'owner', false, now())"
                      .formatted(theirs.organisation(), ours.id())))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void changesNoRowOfAnotherOrganisation() throws SQLException {
    try (Connection connection = as(application, applicationPassword, ours.organisation());
        Statement update = connection.createStatement()) {
      assertThat(
              update.executeUpdate(
                  "UPDATE membership SET role = 'viewer' WHERE organisation = '"
                      + theirs.organisation()
                      + "'"))
          .isZero();
    }
  }

  @Test
  void showsClientsOfTheOwnOrganisationAndThoseOfNobody() throws SQLException {
    String ofTheirs = client(theirs);
    String ofOurs = client(ours);
    String ofNobody = BrowserlessClient.register().id();
    try (Connection connection = as(application, applicationPassword, ours.organisation())) {
      assertThat(column(connection, "SELECT id FROM oauth_client"))
          .contains(ofOurs, ofNobody)
          .doesNotContain(ofTheirs);
    }
  }

  private static String client(Person owner) {
    return owner
        .request()
        .body(
            "{\"name\": \"A client\", \"grantTypes\": [\"client_credentials\"], \"role\": \"viewer\"}")
        .post("/api/clients")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private Connection as(String user, String password, String organisation) throws SQLException {
    Connection connection = DriverManager.getConnection(url, user, password);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT set_config('gatehouse.organisation', '" + organisation + "', false)");
    }
    return connection;
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new java.util.ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
