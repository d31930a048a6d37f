package dev.gatehouse.gateway.forward;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.session.OtherReplica;
import dev.gatehouse.gateway.session.SessionConfig;
import dev.gatehouse.gateway.session.SessionKey;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a session's state goes to the replica that holds it, and comes from there. */
@GatewayTest
class ForwardingTest {
  private static final String ANSWER =
      "{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"result\":{\"from\":\"there\"}}";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject SessionKey sessionKey;
  @Inject SessionConfig sessionConfig;
  @Inject CallerAssertion.Verifier assertions;
  private UpstreamFixture upstream;
  private Organisation organisation;
  private Owner owner;
  private String key;
  private Mcp client;

  @BeforeEach
  void twoReplicas() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation =
        new Organisation(view, catalog).connector(upstream.uri()).tool("get_a").gateway("g");
    key = organisation.key();
    client = new Mcp(organisation.path("g"), key);
    owner = new Owner().answering(200, ANSWER);
  }

  @AfterEach
  void close() {
    owner.close();
    organisation.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/call",
        "resources/read",
        "prompts/get",
        "completion/complete",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe"
      })
  void whatNeedsTheSessionsStateIsServedWhereItIsHeld(String method) {
    client
        .post(session(owner.address()), Mcp.request(method, "{\"name\":\"get_a\"}"))
        .statusCode(200)
        .body("result.from", equalTo("there"));

    assertThat(owner.got()).hasSize(1).first().extracting(Owner.Got::method).isEqualTo("POST");
    assertThat(owner.got().getFirst().uri()).isEqualTo("/internal" + organisation.path("g"));
    assertThat(owner.got().getFirst().body()).contains(method);
    assertThat(upstream.seen("tools/call")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "ping"})
  void whatNeedsNoStateIsServedAnywhere(String method) {
    client.post(session(owner.address()), Mcp.request(method, "{}")).statusCode(200);

    assertThat(owner.got()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-1\",\"result\":{}}"
      })
  void cancelsAndAnswersGoWhereTheCallRuns(String message) {
    owner.answering(202, "");

    client.post(session(owner.address()), message).statusCode(202);

    assertThat(owner.got()).hasSize(1);
    assertThat(owner.got().getFirst().body()).isEqualTo(message);
  }

  @Test
  void theClientsCredentialStaysHere() {
    client.post(session(owner.address()), call()).statusCode(200);

    Map<String, String> sent = owner.got().getFirst().headers();
    assertThat(sent).doesNotContainKeys("authorization", "cookie");
    assertThat(sent.toString()).doesNotContain(key);
    assertThat(assertions.verify(sent.get("gatehouse-caller")))
        .isEqualTo(new CallerAssertion.Verified.Accepted("gateway", caller()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/call", "logging/setLevel", "resources/subscribe"})
  void aSessionWhoseReplicaIsGoneIsUnknown(String method) {
    Map<String, String> session = session(owner.address());
    owner.close();

    client
        .post(session, Mcp.request(method, "{\"name\":\"get_a\"}"))
        .statusCode(404)
        .body("id", equalTo("r1"));
  }

  @Test
  void theStreamOfASessionWhoseReplicaIsGoneIsUnknown() {
    Map<String, String> session = session(owner.address());
    owner.close();

    given()
        .header("Authorization", "Bearer " + key)
        .header("Accept", "text/event-stream")
        .headers(session)
        .get(organisation.path("g"))
        .then()
        .statusCode(404);
  }

  @Test
  void aReplicaThatWasStartedAnewHoldsNothingOfBefore() {
    owner.answering(404, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"m\"}}");

    client.post(session(owner.address()), call()).statusCode(404);
  }

  @Test
  void eventsOfTheStreamThereReachTheClientHere() {
    owner.streaming("{\"method\":\"told\"}");

    try (EventReader stream = stream(key)) {
      assertThat(stream.next().getString("method")).isEqualTo("told");
    }
  }

  @Test
  void aStreamEndsWhenItsCallerMayDoLess() {
    owner.streaming("{\"method\":\"told\"}");
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);
    String token =
        TestKeys.current()
            .accessToken(user, organisation.id(), organisation.resource("g"), "mcp:read mcp:write");
    Gateway gateway = gateway();
    Caller member =
        new Caller(
            user,
            null,
            "test-client",
            null,
            organisation.id(),
            Role.EDITOR,
            Set.of(Scope.READ),
            null);
    String id =
        new OtherReplica(sessionKey, sessionConfig, owner.address()).session(member, gateway);
    try (EventReader stream =
        EventReader.get(
            organisation.path("g"),
            token,
            Map.of("Mcp-Session-Id", id, "Accept", "text/event-stream"))) {
      assertThat(stream.next().getString("method")).isEqualTo("told");

      organisation
          .identities()
          .publish(new MembershipChanged(organisation.id(), user, Role.VIEWER, false));

      assertThat(stream.ends()).isTrue();
    }
  }

  @Test
  void theReplicaThatHoldsASessionEndsIt() {
    owner.answering(204, "");
    Map<String, String> session = session(owner.address());

    delete(session, 204);

    assertThat(owner.got()).hasSize(1).first().extracting(Owner.Got::method).isEqualTo("DELETE");
    client.post(session, Mcp.request("ping", "{}")).statusCode(404);
  }

  @Test
  void aSessionWhoseReplicaIsGoneEndsHere() {
    Map<String, String> session = session(owner.address());
    owner.close();

    delete(session, 204);

    client.post(session, Mcp.request("ping", "{}")).statusCode(404);
  }

  @Test
  void servesWhatAnotherReplicaPassesOn() {
    String session =
        client
            .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}")
            .extract()
            .header("Mcp-Session-Id");
    String assertion = TestKeys.current().assertion("gateway", "gateway", caller());

    inside(assertion, session).statusCode(200).body("result", notNullValue());

    assertThat(upstream.seen("tools/call")).hasSize(1);
  }

  @Test
  void whatWasPassedOnIsNotPassedOnAgain() {
    String assertion = TestKeys.current().assertion("gateway", "gateway", caller());

    inside(assertion, session(owner.address()).get("Mcp-Session-Id")).statusCode(404);

    assertThat(owner.got()).isEmpty();
  }

  @Test
  void letsNobodyElseInInside() {
    String session = session(owner.address()).get("Mcp-Session-Id");
    TestKeys keys = TestKeys.current();

    inside(keys.assertion("registry", "gateway", caller()), session).statusCode(401);
    inside(keys.assertion("gateway", "audit", caller()), session).statusCode(401);
    inside(keys.assertion("gateway", "gateway", null), session).statusCode(401);
    inside("nonsense", session).statusCode(401);
    given()
        .header("Authorization", "Bearer " + key)
        .header("Mcp-Session-Id", session)
        .contentType("application/json")
        .body(call())
        .post("/internal" + organisation.path("g"))
        .then()
        .statusCode(401);
  }

  @Test
  void aCallerOfAnotherOrganisationFindsNothingInside() {
    Caller stranger =
        new Caller(
            TestIdentities.newId(),
            null,
            null,
            null,
            TestIdentities.newId(),
            Role.OWNER,
            Set.of(Scope.values()),
            null);

    inside(TestKeys.current().assertion("gateway", "gateway", stranger), "x").statusCode(404);
  }

  private EventReader stream(String credential) {
    return EventReader.get(
        organisation.path("g"),
        credential,
        Map.of(
            "Mcp-Session-Id",
            session(owner.address()).get("Mcp-Session-Id"),
            "Accept",
            "text/event-stream"));
  }

  private void delete(Map<String, String> session, int status) {
    given()
        .header("Authorization", "Bearer " + key)
        .headers(session)
        .delete(organisation.path("g"))
        .then()
        .statusCode(status);
  }

  private ValidatableResponse inside(String assertion, String session) {
    return given()
        .header("Gatehouse-Caller", assertion)
        .header("Mcp-Session-Id", session)
        .contentType("application/json")
        .body(call())
        .post("/internal" + organisation.path("g"))
        .then();
  }

  private static String call() {
    return Mcp.request("tools/call", Mcp.callParams("get_a", "{}"));
  }

  private Map<String, String> session(URI address) {
    return Map.of(
        "Mcp-Session-Id",
        new OtherReplica(sessionKey, sessionConfig, address).session(caller(), gateway()));
  }

  private Caller caller() {
    return ((KeyCheck.Accepted) view.check(ApiKeySecret.parse(key).orElseThrow())).caller();
  }

  private Gateway gateway() {
    return catalog.find(organisation.path("g").substring("/mcp/".length()));
  }
}
