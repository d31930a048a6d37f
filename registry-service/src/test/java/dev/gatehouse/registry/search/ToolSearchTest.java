package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.search.OwnTools.Tools;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Search over the tools of an organisation's own connectors. */
@RegistryTest
class ToolSearchTest {
  @Inject AgroalDataSource dataSource;
  @Inject Tenancy tenancy;
  private Organisation organisation;
  private String connector;
  private Discovery discovery;

  @BeforeEach
  void aConnectorWithTools() {
    organisation = Organisation.create();
    connector = organisation.connector("Tracker");
    discovery = new Discovery(organisation, connector);
    discovery.complete(
        Discovery.tool("create_issue", "Opens a ticket"),
        Discovery.tool("list_issues", "Shows the tickets of a project"),
        Discovery.tool("transition", "Moves an issue to another column"));
    organisation.awaitTool(connector, "transition");
  }

  @AfterEach
  void close() {
    discovery.close();
  }

  @Test
  void aNameComesBeforeADescription() {
    search("issues")
        .body("tools.name", contains("create_issue", "list_issues", "transition"))
        .body("tools[0].connectorId", equalTo(connector))
        .body("tools[0].connector", equalTo("tracker"))
        .body("tools[0].id", notNullValue())
        .body("tools[0].status", equalTo("active"))
        .body("metadata.total", equalTo(3));
  }

  @Test
  void aMisspeltWordIsCorrected() {
    search("tranzition")
        .body("metadata.corrected.tranzition", equalTo("transition"))
        .body("tools.name", contains("transition"));
  }

  @Test
  void theLanguageIsThatOfTheCatalogue() {
    search("issue -transition namespace:tracker status:active")
        .body("tools.name", containsInAnyOrder("create_issue", "list_issues"));
    search("issue namespace:other").body("tools", empty());
  }

  @Test
  void pagesFollowEachOther() {
    String cursor =
        organisation
            .request()
            .get("/api/mcp-registry/tools?q=issues&limit=2")
            .then()
            .body("tools.name", contains("create_issue", "list_issues"))
            .extract()
            .path("metadata.nextCursor");

    organisation
        .request()
        .queryParam("cursor", cursor)
        .get("/api/mcp-registry/tools?q=issues&limit=2")
        .then()
        .body("tools.name", contains("transition"));
  }

  @Test
  void whatChangesIsFoundAsItIsThen() {
    search("deploy").body("tools", empty());

    discovery.complete(Discovery.tool("deploy", ""));
    organisation.awaitTool(connector, "deploy");

    search("deploy").body("tools.name", contains("deploy"));
    search("transition").body("tools", empty());
  }

  @Test
  void aToolWithTextThatIsNoJsonbHidesNoOther() {
    discovery.complete(
        Discovery.tool("odd", "an end\u0000 and more"), Discovery.tool("even", "Says nothing odd"));
    organisation.awaitTool(connector, "even");

    search("").body("tools.name", containsInAnyOrder("odd", "even"));
    search("odd").body("tools.find { it.name == 'odd' }.description", equalTo("an end and more"));
  }

  @Test
  void aChangeIsFoundThoughTheClockOfWhoMadeItIsBehind() throws SQLException {
    search("transition status:quarantined").body("tools", empty());

    asOrganisation(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              UPDATE tool SET state = 'QUARANTINED', version = version + 1
              WHERE organisation = ? AND name = 'transition'
              """)) {
        update.setString(1, organisation.id());
        return update.executeUpdate();
      }
    });

    search("transition status:quarantined").body("tools.name", contains("transition"));
  }

  @Test
  void noMoreToolsAreReadThanMayBeKept() throws SQLException {
    Tools all = asOrganisation(c -> OwnTools.read(c, organisation.id(), "", 1_000_000));
    Tools none = asOrganisation(c -> OwnTools.read(c, organisation.id(), "", -1));

    assertThat(all.ids()).hasSize(3);
    assertThat(all.cut()).isFalse();
    assertThat(none.ids()).isEmpty();
    assertThat(none.cut()).isTrue();
  }

  @Test
  void nobodyElseFindsThem() {
    search("issues").body("metadata.total", equalTo(3));

    Organisation.create()
        .request()
        .get("/api/mcp-registry/tools?q=issues")
        .then()
        .statusCode(200)
        .body("tools", empty());
  }

  @Test
  void whatCannotBeReadIsRefused() {
    organisation.request().get("/api/mcp-registry/tools?cursor=x").then().statusCode(400);
    organisation.boundTo("a-gateway").get("/api/mcp-registry/tools").then().statusCode(403);
  }

  /** Something that asks the database. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private <T> T asOrganisation(Work<T> work) throws SQLException {
    return tenancy.in(
        organisation.id(),
        () -> {
          try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
          }
        });
  }

  private ValidatableResponse search(String query) {
    return organisation
        .request()
        .queryParam("q", query)
        .get("/api/mcp-registry/tools")
        .then()
        .statusCode(200);
  }
}
