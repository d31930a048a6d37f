package dev.gatehouse.e2e.journey;

import static dev.gatehouse.e2e.client.McpRequest.EVENTS;
import static dev.gatehouse.e2e.client.McpRequest.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Connector;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.GuardedUpstream;
import dev.gatehouse.e2e.upstream.NodeServer;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A script with an API key and {@code curl}: single POSTs without a handshake. */
@RequiresNpm
class PlainHttpJourneyTest {
  private static final String CREDENTIAL = "upstream-" + UUID.randomUUID();

  private static NodeServer server;
  private static GuardedUpstream upstream;
  private static Workspace workspace;
  private static Gateway gateway;

  /** The wire of a request and the media type its answer has to have. */
  enum Wire {
    NOTHING_SAID(request -> request, JSON),
    HANDSHAKE_NO_ACCEPT(request -> request.revision("2025-11-25"), JSON),
    HANDSHAKE_JSON(request -> request.revision("2025-11-25").accept(JSON), JSON),
    HANDSHAKE_EVENTS(request -> request.revision("2025-11-25").accept(EVENTS), EVENTS),
    HANDSHAKE_BOTH(request -> request.revision("2025-11-25").accept(JSON + ", " + EVENTS), JSON),
    MODERN_NO_ACCEPT(McpRequest::modern, JSON),
    MODERN_JSON(request -> request.modern().accept(JSON), JSON),
    MODERN_EVENTS(request -> request.modern().accept(EVENTS), EVENTS),
    MODERN_BOTH(request -> request.modern().accept(JSON + ", " + EVENTS), JSON);

    private final UnaryOperator<McpRequest> dress;
    private final String answered;

    Wire(UnaryOperator<McpRequest> dress, String answered) {
      this.dress = dress;
      this.answered = answered;
    }

    JsonNode result(McpRequest request) {
      Answer answer = dress.apply(request).bearer(workspace.apiKey()).send().expect(200);
      assertThat(answer.header("content-type")).startsWith(answered);
      JsonNode response = McpRequest.response(answer);
      assertThat(response.path("id").intValue()).isEqualTo(7);
      assertThat(response.has("result")).as(answer::toString).isTrue();
      return response.path("result");
    }

    boolean modern() {
      return name().startsWith("MODERN");
    }
  }

  @BeforeAll
  static void exposeTools(@SharedSuite Suite suite) {
    server = NodeServer.everything();
    upstream = GuardedUpstream.inFrontOf(server.url(), CREDENTIAL);
    workspace = Workspace.first(suite);
    Connector connector = workspace.connect(upstream.url(), CREDENTIAL);
    gateway = workspace.gateway("plain");
    workspace.expose(gateway, connector, "echo", "say");
    workspace.expose(gateway, connector, "get-structured-content", "weather");
    workspace.awaitServed(gateway, "say", "weather");
  }

  @AfterAll
  static void stop() {
    upstream.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void listsExactlyWhatWasAdded(Wire wire) {
    JsonNode result = wire.result(McpRequest.list(gateway.url()));

    assertThat(Workspace.toolNames(result)).containsExactlyInAnyOrder("say", "weather");
    assertThat(result.has("ttlMs")).isEqualTo(wire.modern());
    assertThat(result.path("resultType").asText()).isEqualTo(wire.modern() ? "complete" : "");
  }

  @ParameterizedTest
  @EnumSource
  void callsUnderTheAlias(Wire wire) {
    JsonNode result =
        wire.result(McpRequest.call(gateway.url(), "say", Map.of("message", wire.name())));

    assertThat(result.at("/content/0/text").textValue()).isEqualTo("Echo: " + wire.name());
    assertThat(result.path("resultType").asText()).isEqualTo(wire.modern() ? "complete" : "");
  }

  @ParameterizedTest
  @EnumSource
  void structuredContentComesThroughUntouched(Wire wire) {
    JsonNode result =
        wire.result(McpRequest.call(gateway.url(), "weather", Map.of("location", "Chicago")));

    JsonNode weather = result.path("structuredContent");
    assertThat(weather.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("temperature", "conditions", "humidity");
    assertThat(result.at("/content/0/text").textValue()).isEqualTo(weather.toString());
  }

  @Test
  void headersOfTheClientStayHere() {
    McpRequest.call(gateway.url(), "say", Map.of("message", "quiet"))
        .bearer(workspace.apiKey())
        .header("Cookie", "a=client-cookie")
        .header("X-Private", "client-header")
        .header("X-Api-Key", "client-key")
        .result();

    assertThat(upstream.requests())
        .allSatisfy(headers ->
            assertThat(headers.toString())
                .doesNotContain("client-cookie", "client-header", "client-key")
                .doesNotContain(workspace.apiKey()));
  }
}
