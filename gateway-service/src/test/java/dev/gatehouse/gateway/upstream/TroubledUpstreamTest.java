package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Stage;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One slow or dead upstream behind a gateway harms no other. */
@GatewayTest
class TroubledUpstreamTest {
  private static final int CALLS = 40;

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture good;
  private UpstreamFixture slow;
  private Mcp client;
  private String key;

  @BeforeEach
  void aGatewayOfTwo() {
    good = UpstreamFixture.start(vertx, Speaks.BOTH);
    slow = UpstreamFixture.start(vertx, Speaks.BOTH);
    organisation =
        new Organisation(view, catalog)
            .connector(good.uri())
            .tool("get_good")
            .connector(slow.uri(), null, false, Duration.ofMinutes(2))
            .tool("get_slow")
            .gateway("g");
    key = organisation.key();
    client = new Mcp(organisation.path("g"), key);
  }

  @AfterEach
  void close() {
    organisation.close();
    good.close();
    slow.close();
  }

  @Test
  void callsOfOthersAreAnsweredWhileOneHangs() throws Exception {
    List<Stage> hanging = new CopyOnWriteArrayList<>();
    slow.playing(hanging::add);
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLS)) {
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        waiting.add(
            threads.submit(() -> client.modernCall("get_slow", "{}").extract().statusCode()));
      }
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hanging.size() == CALLS);

      for (int i = 0; i < CALLS; i++) {
        client.modernCall("get_good", "{}").body("result.content[0].text", equalTo("done"));
      }

      assertThat(waiting).noneMatch(Future::isDone);
      vertx.runOnContext(ignored -> hanging.forEach(Stage::answer));
      for (Future<Integer> one : waiting) {
        assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      }
    }
  }

  @Test
  void theToolsOfADeadUpstreamAreListedAsTheyWereLast() {
    slow.close();

    client.modernCall("get_slow", "{}").body("result.isError", equalTo(true));

    client.modern("tools/list", "{}").body("result.tools.name", hasItem("get_slow"));
    client.modernCall("get_good", "{}").body("result.content[0].text", equalTo("done"));
    slow = UpstreamFixture.start(vertx, Speaks.BOTH);
  }

  @Test
  void theCallerIsToldThatANameDoesNotResolve() {
    organisation
        .another()
        .connector(URI.create("https://no-such-host.invalid/mcp"))
        .tool("get_nothing")
        .gateway("h");

    new Mcp(organisation.path("h"), key)
        .modernCall("get_nothing", "{}")
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("does not resolve"));
  }

  @Test
  void aDeadUpstreamKeepsNobodyFromListeningToTheOthers() {
    URI dead = slow.uri();
    slow.close();
    good.telling();
    String changes = "{\"tools\":{\"listChanged\":true}}";
    organisation
        .another()
        .connector(dead)
        .capabilities(changes)
        .tool("get_dead")
        .connector(good.uri())
        .capabilities(changes)
        .tool("get_live")
        .gateway("h");

    try (EventReader events =
        EventReader.post(
            organisation.path("h"),
            key,
            Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen"),
            Mcp.request(
                "subscriptions/listen",
                Mcp.withMeta("{\"notifications\":{\"toolsListChanged\":true}}")))) {
      assertThat(events.next().getString("method"))
          .isEqualTo("notifications/subscriptions/acknowledged");

      good.tell("notifications/tools/list_changed", new io.vertx.core.json.JsonObject());

      assertThat(events.next().getString("method")).isEqualTo("notifications/tools/list_changed");
    }
    slow = UpstreamFixture.start(vertx, Speaks.BOTH);
  }
}
