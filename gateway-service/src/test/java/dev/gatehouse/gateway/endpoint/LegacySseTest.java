package dev.gatehouse.gateway.endpoint;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class LegacySseTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private String key;
  private EventReader events;
  private String posting;
  private Mcp messages;

  @BeforeEach
  void aStream() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation =
        new Organisation(view, catalog).connector(upstream.uri()).tool("get_x").gateway("g");
    key = organisation.key();
    events =
        EventReader.get(
            organisation.path("g") + "/sse", key, Map.of("Accept", "text/event-stream"));
    posting = events.nextData();
    messages = new Mcp(posting, key);
  }

  @AfterEach
  void close() {
    events.close();
    organisation.close();
    upstream.close();
  }

  @Test
  void answersWhatIsPostedOnTheStream() {
    messages.legacy("tools/list", "{}").statusCode(202);

    assertThat(events.next().getJsonObject("result").getJsonArray("tools")).hasSize(1);
  }

  @Test
  void agreesOnTheRevisionAndCallsATool() {
    messages.legacy("initialize", "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}");
    assertThat(events.next().getJsonObject("result").getString("protocolVersion"))
        .isEqualTo("2024-11-05");

    messages.legacyCall("get_x", "{}").statusCode(202);

    assertThat(events.next().getString("id")).isEqualTo("r1");
  }

  @Test
  void asksTheClientWhatAnUpstreamWantsToKnow() {
    upstream.playing(
        stage -> stage.ask("q", "roots/list", new JsonObject(), answer -> stage.answer()));
    messages.legacy(
        "initialize", "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"roots\":{}}}");
    events.next();
    messages.legacyCall("get_x", "{}");
    String id = events.next().getString("id");

    messages
        .post(Map.of(), "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"result\":{\"roots\":[]}}")
        .statusCode(202);

    assertThat(events.next().getString("id")).isEqualTo("r1");
  }

  @Test
  void aPostIsAuthenticatedByItself() {
    List<Integer> statuses =
        List.of(
            new Mcp(posting, null).legacy("ping", "{}").extract().statusCode(),
            new Mcp(posting, organisation.key()).legacy("ping", "{}").extract().statusCode());

    assertThat(statuses).containsExactly(401, 404);
  }

  @Test
  void takesSignIn() {
    given().get(organisation.path("g") + "/sse").then().statusCode(401);
  }
}
