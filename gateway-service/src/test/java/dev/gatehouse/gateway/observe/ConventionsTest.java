package dev.gatehouse.gateway.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.identity.IdentityView;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names of spans, attributes and metrics are those of the OpenTelemetry conventions for MCP. */
@GatewayTest
class ConventionsTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject RecordedSpans spans;

  @TestHTTPResource(value = "/", management = true)
  URL management;

  private final String trace = UUID.randomUUID().toString().replace("-", "");
  private Organisation organisation;
  private UpstreamFixture upstream;
  private Mcp client;

  @BeforeEach
  void aGateway() {
    upstream =
        UpstreamFixture.start(vertx, Speaks.BOTH).on("prompts/get", params -> "{\"messages\":[]}");
    organisation =
        new Organisation(view, catalog)
            .connector(upstream.uri())
            .capabilities("{\"prompts\":{}}")
            .tool("get_a", "alpha", "{}", null)
            .feature(FeatureKind.PROMPT, "greet")
            .exposeFeatures()
            .settings(new GatewaySettings(true, true, "hide"))
            .gateway("g");
    client = new Mcp(organisation.path("g"), organisation.key());
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @Test
  void aCallIsASpanOfTheServerAndOneOfTheClientBelowIt() {
    call("alpha");

    List<SpanData> both = spans(2);
    SpanData served = only(both, SpanKind.SERVER);
    SpanData called = only(both, SpanKind.CLIENT);
    assertThat(served.getName()).isEqualTo("tools/call alpha");
    assertThat(served.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(attributes(served))
        .containsEntry("mcp.method.name", "tools/call")
        .containsEntry("gen_ai.tool.name", "alpha")
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("jsonrpc.request.id", "r1")
        .containsEntry("mcp.protocol.version", "2026-07-28")
        .containsEntry("network.transport", "tcp")
        .containsEntry("network.protocol.name", "http")
        .containsKey("client.address")
        .doesNotContainKeys("mcp.session.id", "error.type", "gen_ai.tool.call.arguments");
    assertThat(called.getName()).isEqualTo("tools/call get_a");
    assertThat(called.getParentSpanId()).isEqualTo(served.getSpanId());
    assertThat(attributes(called))
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) upstream.uri().getPort())
        .containsEntry("gen_ai.tool.name", "get_a");
    assertThat(upstream.seen("tools/call").getFirst().body().encode())
        .contains("00-" + trace + "-" + called.getSpanId() + "-01");
  }

  @Test
  void anErrorOfTheToolIsAnErrorOfTheSpans() {
    upstream.onCall(params -> "{\"content\":[],\"isError\":true}");

    call("alpha");

    assertThat(spans(2))
        .allSatisfy(span -> {
          assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
          assertThat(attributes(span)).containsEntry("error.type", "tool_error");
        });
  }

  @Test
  void aRefusalHasItsCodeInTheSpan() {
    call("no_such_tool");

    assertThat(attributes(spans(1).getFirst()))
        .containsEntry("error.type", "-32602")
        .containsEntry("rpc.response.status_code", "-32602");
  }

  @Test
  void aPromptIsNamedAsOne() {
    client.post(
        Map.of(
            "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "prompts/get", "Mcp-Name", "greet"),
        Mcp.request("prompts/get", traced("{\"name\":\"greet\"}")));

    SpanData served = only(spans(2), SpanKind.SERVER);
    assertThat(served.getName()).isEqualTo("prompts/get greet");
    assertThat(attributes(served))
        .containsEntry("gen_ai.prompt.name", "greet")
        .doesNotContainKeys("gen_ai.tool.name", "gen_ai.operation.name");
  }

  @Test
  void aSessionIsInTheSpanOfItsRequests() {
    String session = session();

    client.post(
        Map.of("Mcp-Session-Id", session, "traceparent", traceParent()),
        Mcp.request("tools/list", "{}"));

    assertThat(attributes(spans(1).getFirst())).containsEntry("mcp.session.id", session);
  }

  @Test
  void whatGoesInAndComesOutIsInNoSpan() {
    upstream.onCall(
        params -> "{\"content\":[{\"type\":\"text\",\"text\":\"c4nary-out\"}],\"isError\":true}");

    client.post(
        Map.of(
            "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "alpha"),
        Mcp.request("tools/call", traced(Mcp.callParams("alpha", "{\"a\":\"c4nary-in\"}"))));

    assertThat(spans(2)).noneMatch(span -> span.toString().contains("c4nary"));
  }

  @Test
  void aKeyInTheUrlIsInNoSpan() {
    String key = organisation.key();

    given()
        .contentType("application/json")
        .header("traceparent", traceParent())
        .queryParam("apiKey", key)
        .body(Mcp.request("tools/list", "{}"))
        .post(organisation.path("g"))
        .then()
        .statusCode(200);

    assertThat(spans(1)).noneMatch(span -> span.toString().contains(key));
  }

  @Test
  void theDurationOfASessionIsMeasuredWhenItEnds() {
    String key = organisation.key();
    String session =
        new Mcp(organisation.path("g"), key)
            .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
            .extract()
            .header("Mcp-Session-Id");

    given()
        .header("Authorization", "Bearer " + key)
        .header("Mcp-Session-Id", session)
        .delete(organisation.path("g"))
        .then()
        .statusCode(204);

    assertThat(given().get(management + "metrics").asString())
        .contains("mcp_server_session_duration_seconds_count")
        .contains("mcp_server_session_duration_seconds_bucket{error_type=\"\",le=\"300.0\"}");
  }

  private void call(String tool) {
    client.post(
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool),
        Mcp.request("tools/call", traced(Mcp.callParams(tool, "{}"))));
  }

  private String session() {
    return client
        .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
        .extract()
        .header("Mcp-Session-Id");
  }

  private String traceParent() {
    return "00-" + trace + "-00f067aa0ba902b7-01";
  }

  private String traced(String params) {
    return Mcp.withMeta(params)
        .replace("\"_meta\":{", "\"_meta\":{\"traceparent\":\"" + traceParent() + "\",");
  }

  private List<SpanData> spans(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spans.of(trace).size() >= count);
    return spans.of(trace);
  }

  private static SpanData only(List<SpanData> spans, SpanKind kind) {
    return spans.stream().filter(span -> span.getKind() == kind).findFirst().orElseThrow();
  }

  private static Map<String, Object> attributes(SpanData span) {
    return span.getAttributes().asMap().entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().getKey(), Map.Entry::getValue));
  }
}
