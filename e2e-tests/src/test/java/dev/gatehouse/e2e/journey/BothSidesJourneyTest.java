package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.ApiKey;
import dev.gatehouse.e2e.client.Conformance;
import dev.gatehouse.e2e.client.LegacySession;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.NodeClient;
import dev.gatehouse.e2e.client.NodeClient.Call;
import dev.gatehouse.e2e.client.OAuthClient;
import dev.gatehouse.e2e.client.RequiresNpm;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.client.Workspace.Gateway;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.NodeServer;
import dev.gatehouse.e2e.upstream.Recorder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every byte between clients and gateway, and between gateway and upstream, of both conformance
 * suites, both official clients and plain requests: nothing of one side is ever on the other.
 */
@RequiresNpm
class BothSidesJourneyTest {
  private static final String MARK = "canary-" + UUID.randomUUID();
  private static final String UPSTREAM_CREDENTIAL = "upstream-" + UUID.randomUUID();
  private static final List<String> MARKED_HEADERS =
      List.of(
          "Cookie",
          "X-Api-Key",
          "X-Forwarded-For",
          "Proxy-Authorization",
          "Last-Event-ID",
          "User-Agent",
          "Forwarded",
          "Referer",
          "Gatehouse-Caller");

  private static NodeServer server;
  private static Recorder upstreamSide;
  private static Recorder clientSide;
  private static NodeServer overSse;
  private static Recorder upstreamSideOfSse;
  private static Recorder clientSideOfSse;
  private static NodeServer bearer;
  private static Workspace workspace;
  private static String token;
  private static String toUpstream;
  private static String fromClients;
  private static String toClients;

  @BeforeAll
  static void recordEverything(@SharedSuite Suite suite) {
    server = NodeServer.conformanceFixture();
    upstreamSide = Recorder.inFrontOf(server.url());
    workspace = Workspace.first(suite);
    Gateway gateway =
        workspace.gatewayOf(workspace.connect(upstreamSide.url().toString(), UPSTREAM_CREDENTIAL));
    clientSide = Recorder.inFrontOf(URI.create(gateway.url()));
    overSse = NodeServer.everythingOverSse();
    upstreamSideOfSse = Recorder.inFrontOf(overSse.url("/sse"));
    clientSideOfSse =
        Recorder.inFrontOf(
            URI.create(
                workspace
                    .gatewayOf(
                        workspace.connectOverSse(upstreamSideOfSse.url(), UPSTREAM_CREDENTIAL))
                    .url()));
    bearer =
        NodeServer.bearerProxy(
            clientSide.url().toString(),
            workspace.apiKey(),
            URI.create(gateway.url()).getAuthority());
    token =
        OAuthClient.register(workspace.endpoints().issuer(), gateway.url())
            .signIn(workspace.administrator(), workspace.organisation(), "mcp:read mcp:write")
            .path("access_token")
            .textValue();
    Conformance legacy =
        Conformance.start(BothSidesJourneyTest.class, "2025-11-25", bearer.url(), "legacy");
    Conformance modern =
        Conformance.start(BothSidesJourneyTest.class, "2026-07-28", bearer.url(), "modern");
    String url = clientSide.url().toString();
    for (String credential : List.of(workspace.apiKey(), token)) {
      Call call = new Call("test_simple_text", Map.of());
      NodeClient.sdk(url).bearer(credential).listAndCall(call);
      NodeClient.modern(url).bearer(credential).listAndCall(call);
      plainRequests(url, "test_simple_text", Map.of(), credential);
      plainRequests(
          clientSideOfSse.url().toString(), "echo", Map.of("message", "over SSE"), credential);
      everyVerb(credential);
    }
    legacy.expectNothingUnexpected();
    modern.expectNothingUnexpected();
    toUpstream = upstreamSide.sentToServer() + upstreamSideOfSse.sentToServer();
    fromClients = clientSide.sentToServer() + clientSideOfSse.sentToServer();
    toClients = clientSide.sentToClients() + clientSideOfSse.sentToClients();
  }

  private static void plainRequests(
      String url, String tool, Map<String, ?> arguments, String credential) {
    Map<String, ?> none = Map.of();
    for (McpRequest request :
        List.of(
            McpRequest.list(url),
            McpRequest.list(url).modern(),
            McpRequest.call(url, tool, arguments),
            McpRequest.call(url, tool, arguments).modern(),
            McpRequest.call(url, "test_error_handling", none),
            McpRequest.call(url, "no_such_tool", none))) {
      MARKED_HEADERS.forEach(header -> request.header(header, MARK));
      request.bearer(credential).send();
    }
  }

  private static void everyVerb(String credential) {
    LegacySession session = LegacySession.open(clientSide.url(), credential);
    Map<String, Map<String, ?>> verbs =
        Map.of(
            "tools/list",
            Map.of(),
            "resources/list",
            Map.of(),
            "resources/templates/list",
            Map.of(),
            "resources/read",
            Map.of("uri", "test://static-text"),
            "resources/subscribe",
            Map.of("uri", "test://watched-resource"),
            "prompts/list",
            Map.of(),
            "prompts/get",
            Map.of("name", "test_simple_prompt"),
            "completion/complete",
            Map.of(
                "ref",
                Map.of("type", "ref/prompt", "name", "test_prompt_with_arguments"),
                "argument",
                Map.of("name", "arg1", "value", "pa")),
            "logging/setLevel",
            Map.of("level", "debug"));
    verbs.forEach((verb, params) -> session.post(clientSide.url(), verb, params).expect(200));
    session.delete(clientSide.url()).expect(204);
  }

  @AfterAll
  static void stop() {
    bearer.close();
    clientSide.close();
    upstreamSide.close();
    server.close();
    clientSideOfSse.close();
    upstreamSideOfSse.close();
    overSse.close();
  }

  @Test
  void theRecordsHoldWhatEachSideSaid() {
    assertThat(toUpstream)
        .contains(UPSTREAM_CREDENTIAL, "server/discover", "tools/call", "resources/read");
    assertThat(upstreamSideOfSse.sentToServer())
        .contains("GET /sse ", UPSTREAM_CREDENTIAL, "tools/call", "over SSE");
    assertThat(fromClients)
        .contains(workspace.apiKey(), token, MARK, "initialize", "tools/call", "\"action\"");
    assertThat(toClients)
        .contains(
            "This is a simple text response for testing.",
            "Echo: over SSE",
            "elicitation/create",
            "sampling/createMessage");
  }

  @Test
  void noCredentialOfAClientLeaves() {
    String key = workspace.apiKey();
    String secret = ApiKey.of(key).secret();

    assertThat(toUpstream).doesNotContain(key, secret, token, token.split("\\.", -1)[2]);
  }

  @Test
  void noHeaderOfAClientReachesAnUpstream() {
    assertThat(toUpstream).doesNotContain(MARK);
    assertThat(headerNames(toUpstream).toList())
        .isSubsetOf(
            "host",
            "content-length",
            "content-type",
            "accept",
            "authorization",
            "mcp-protocol-version",
            "mcp-session-id",
            "mcp-method",
            "mcp-name",
            "mcp-param-region");
  }

  @Test
  void noCredentialOfAnUpstreamReachesAClient() {
    assertThat(toClients).doesNotContain(UPSTREAM_CREDENTIAL);
  }

  /** Of the head of each request; the bodies are JSON, whose lines begin with a brace. */
  private static Stream<String> headerNames(String requests) {
    return requests
        .lines()
        .filter(line -> line.matches("[A-Za-z0-9-]+: .*"))
        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .distinct();
  }
}
