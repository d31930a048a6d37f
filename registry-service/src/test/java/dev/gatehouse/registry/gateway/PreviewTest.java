package dev.gatehouse.registry.gateway;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.registry.Discovery;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a preview says is what a gateway decides: both ask the same {@code ToolPolicy}. */
@RegistryTest
class PreviewTest {
  @Inject IdentityView view;

  private Organisation organisation;
  private TestIdentities identities;
  private String connector;
  private String gateway;

  @BeforeEach
  void aToolForEachScope() {
    organisation = Organisation.create();
    identities = new TestIdentities(view);
    connector = organisation.connector("Upstream");
    gateway = organisation.gateway("demo");
    try (var discovery = new Discovery(organisation, connector)) {
      discovery.complete(
          Discovery.tool("get_user", ""),
          Discovery.tool("create_user", ""),
          Discovery.tool("delete_user", ""));
    }
    organisation.awaitTool(connector, "delete_user");
    organisation
        .request()
        .body("{\"connectorId\": \"%s\"}".formatted(connector))
        .post("/api/gateways/" + gateway + "/rules")
        .then()
        .statusCode(201);
  }

  @AfterEach
  void close() {
    identities.close();
  }

  @Test
  void aMemberSeesWhatRoleAndScopesReach() {
    String editor = identities.member(organisation.id(), Role.EDITOR);

    preview("user=" + editor)
        .body("findAll { it.listed }.name", containsInAnyOrder("get_user", "create_user"))
        .body("find { it.name == 'delete_user' }.rule", equalTo("role"))
        .body("find { it.name == 'delete_user' }.neededScope", equalTo("mcp:admin"));
  }

  @Test
  void aNarrowTokenSeesLess() {
    String editor = identities.member(organisation.id(), Role.EDITOR);

    preview("user=" + editor + "&scope=mcp:read")
        .body("findAll { it.listed }.name", contains("get_user"))
        .body("find { it.name == 'create_user' }.rule", equalTo("scope"));
  }

  @Test
  void aKeyOfThisGatewaySeesAllThatItShows() {
    preview("apiKey=" + key(gateway, true))
        .body("listed", everyItem(equalTo(true)))
        .body("rule", everyItem(equalTo("key-binding")));
  }

  @Test
  void aKeyOfAnotherGatewaySeesNothing() {
    preview("apiKey=" + key(organisation.gateway("other"), true))
        .body("listed", everyItem(equalTo(false)))
        .body("rule", everyItem(equalTo("key-binding")));
  }

  @Test
  void aKeyIsNotLetInWhereKeysAreNot() {
    organisation
        .request()
        .body("{\"settings\": {\"apiKeysAllowed\": false}}")
        .patch("/api/gateways/" + gateway)
        .then()
        .statusCode(200);

    preview("apiKey=" + key(null, true)).body("rule", everyItem(equalTo("admission")));
  }

  @Test
  void aKeyOfAnotherOrganisationIsUnknown() {
    preview("apiKey=" + key(null, false))
        .body("rule", everyItem(equalTo("admission")))
        .body("reason", everyItem(notNullValue()));
  }

  @Test
  void whoIsNoMemberIsNotLetIn() {
    preview("user=" + TestIdentities.newId()).body("rule", everyItem(equalTo("admission")));
  }

  @Test
  void whatIsSwitchedOffNobodySees() {
    String viewer = identities.member(organisation.id(), Role.VIEWER);
    organisation
        .request()
        .body("{\"enabled\": false}")
        .patch("/api/mcps/" + connector)
        .then()
        .statusCode(200);

    preview("user=" + viewer).body("rule", everyItem(equalTo("exposure")));
  }

  @Test
  void asksForOneCaller() {
    organisation.request().get(path("limit=5")).then().statusCode(400);
    organisation.request().get(path("user=a&apiKey=b")).then().statusCode(400);
  }

  @Test
  void isForAdministrators() {
    organisation.request(Role.EDITOR, Scope.values()).get(path("user=a")).then().statusCode(403);
  }

  private String key(String boundTo, boolean own) {
    ApiKeySecret secret = ApiKeySecret.generate();
    identities.publish(
        new ApiKeyChanged(
            own ? organisation.id() : Organisation.create().id(),
            secret.id(),
            secret.hash(),
            "test",
            null,
            Role.VIEWER,
            boundTo == null ? Set.of(Scope.values()) : Set.of(),
            null,
            boundTo));
    identities.heartbeat();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> view.check(secret) instanceof IdentityView.KeyCheck.Accepted);
    return secret.id();
  }

  private ValidatableResponse preview(String query) {
    return organisation.request().get(path(query)).then().statusCode(200);
  }

  private String path(String query) {
    return "/api/gateways/" + gateway + "/preview?" + query;
  }
}
