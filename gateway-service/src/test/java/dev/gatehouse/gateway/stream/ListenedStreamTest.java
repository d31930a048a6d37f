package dev.gatehouse.gateway.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.platform.event.IdentityEvent;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class ListenedStreamTest {
  private static final String ID_KEY = "io.modelcontextprotocol/subscriptionId";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  private Organisation organisation;
  private String path;
  private String key;

  @BeforeEach
  void aGateway() {
    organisation =
        new Organisation(view, catalog)
            .connector(URI.create("http://127.0.0.1:9/mcp"))
            .tool("get_x")
            .gateway("g");
    path = organisation.path("g");
    key = organisation.key();
  }

  @AfterEach
  void close() {
    organisation.close();
  }

  @Test
  void aModernClientHearsOfChangedToolsUnderItsRequestsId() {
    try (EventReader events =
        listen(key, "{\"toolsListChanged\":true,\"promptsListChanged\":true}")) {
      JsonObject acknowledged = events.next();
      assertThat(acknowledged.getString("method"))
          .isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(acknowledged.getJsonObject("params").getJsonObject("notifications").getMap())
          .isEqualTo(Map.of("toolsListChanged", true));
      assertThat(subscription(acknowledged)).isEqualTo("r1");

      organisation.tool("get_y").gateway("g");

      JsonObject changed = events.next();
      assertThat(changed.getString("method")).isEqualTo("notifications/tools/list_changed");
      assertThat(subscription(changed)).isEqualTo("r1");
    }
  }

  @Test
  void aSessionHearsOfChangedToolsOnItsStream() {
    try (EventReader events = EventReader.get(path, key, session(key))) {
      organisation.tool("get_y").gateway("g");

      assertThat(events.next())
          .isEqualTo(
              new JsonObject(
                  "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
    }
  }

  @Test
  void aChangeThatTheCallerDoesNotSeeIsNoNews() {
    String reader = organisation.token("g", Role.VIEWER, "mcp:read");
    try (EventReader events = EventReader.get(path, reader, session(reader))) {
      organisation.tool("delete_y").gateway("g");

      organisation.tool("get_y").gateway("g");

      assertThat(events.next().getString("method")).isEqualTo("notifications/tools/list_changed");
    }
  }

  @Test
  void aModernStreamEndsWithAResultWhenTheGatewayIsGone() {
    try (EventReader events = listen(key, "{\"toolsListChanged\":true}")) {
      events.next();

      organisation.remove("gateway", organisation.gatewayId());

      JsonObject result = events.next();
      assertThat(result.getString("id")).isEqualTo("r1");
      assertThat(result.getJsonObject("result").getString("resultType")).isEqualTo("complete");
      assertThat(events.ends()).isTrue();
    }
  }

  @Test
  void aStreamEndsWhenTheMembershipDoes() {
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);

    assertEnds(token(user, "g1"), () -> organisation.identities().leave(organisation.id(), user));
  }

  @Test
  void aStreamEndsWhenItsMemberIsSuspended() {
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);

    assertEnds(
        token(user, "g2"),
        () -> publish(new MembershipChanged(organisation.id(), user, Role.EDITOR, true)));
  }

  @Test
  void aStreamEndsWhenItsKeyIsRevoked() {
    assertEnds(key, () -> organisation.identities().revokeKey(organisation.id(), key));
  }

  @Test
  void aStreamEndsWhenItsGrantIsRevoked() {
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);
    String grant = TestIdentities.newId();

    assertEnds(token(user, grant), () -> publish(revoked(Revoked.Kind.GRANT, grant)));
  }

  @Test
  void aDeletedSessionsStreamEnds() {
    Map<String, String> session = session(key);
    try (EventReader events = EventReader.get(path, key, session)) {
      given()
          .header("Authorization", "Bearer " + key)
          .headers(session)
          .delete(path)
          .then()
          .statusCode(204);

      assertThat(events.ends()).isTrue();
    }
  }

  @Test
  void aSecondStreamOfASessionEndsTheFirst() {
    Map<String, String> session = session(key);
    try (EventReader first = EventReader.get(path, key, session);
        EventReader second = EventReader.get(path, key, session)) {
      assertThat(first.ends()).isTrue();
      assertThat(second.status()).isEqualTo(200);
    }
  }

  @Test
  void thereIsNoStreamOfASessionOfSomebodyElse() {
    try (EventReader events = EventReader.get(path, organisation.key(), session(key))) {
      assertThat(events.status()).isEqualTo(404);
    }
  }

  @Test
  void listeningTakesEvents() {
    new Mcp(path, key)
        .modern("subscriptions/listen", "{\"notifications\":{}}")
        .statusCode(406)
        .body("error.code", equalTo(-32600));
  }

  /** Of a legacy session and of a modern subscription. */
  private void assertEnds(String credential, Runnable change) {
    try (EventReader legacy = EventReader.get(path, credential, session(credential));
        EventReader modern = listen(credential, "{\"toolsListChanged\":true}")) {
      modern.next(); // the acknowledgement

      change.run();

      assertThat(legacy.ends()).isTrue();
      modern.awaitEnd();
    }
  }

  private void publish(IdentityEvent event) {
    organisation.identities().publish(event);
  }

  private Revoked revoked(Revoked.Kind kind, String value) {
    return new Revoked(organisation.id(), kind, value, Instant.now().plusSeconds(600));
  }

  private String token(String user, String grant) {
    return TestKeys.current()
        .accessToken(user, organisation.id(), organisation.resource("g"), "mcp:read", grant);
  }

  private EventReader listen(String credential, String notifications) {
    return EventReader.post(
        path,
        credential,
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen"),
        Mcp.request(
            "subscriptions/listen", Mcp.withMeta("{\"notifications\":" + notifications + "}")));
  }

  private static String subscription(JsonObject message) {
    return message.getJsonObject("params").getJsonObject("_meta").getString(ID_KEY);
  }

  private Map<String, String> session(String credential) {
    String id =
        new Mcp(path, credential)
            .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}")
            .extract()
            .header("Mcp-Session-Id");
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "text/event-stream");
    headers.put("Mcp-Session-Id", id);
    return headers;
  }
}
