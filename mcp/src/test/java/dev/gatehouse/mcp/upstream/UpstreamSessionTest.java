package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Style;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.SocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamSessionTest {
  private static final TargetResolver ANYWHERE =
      uri ->
          Future.succeededFuture(
              new Target.Allowed(SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost())));

  private static Vertx vertx;
  private static HttpClient http;

  private final EraCache eras = new EraCache();
  private UpstreamFixture upstream;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
    http = vertx.createHttpClient();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void stopUpstream() {
    if (upstream != null) {
      upstream.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LEGACY, JSON",
    "LEGACY, SSE",
    "LEGACY, SSE_CHOPPED",
    "MODERN, JSON",
    "MODERN, SSE",
    "MODERN, SSE_CHOPPED",
    "BOTH, JSON"
  })
  void listsToolsOfAllPagesInEveryEraAndStyle(Speaks speaks, Style style) {
    upstream = UpstreamFixture.start(vertx, speaks).answering(style).tools(2, definitions(5));

    DefinitionList list = ok(session().list(ListedKind.TOOLS));

    assertThat(list.definitions()).extracting(Definition::name).containsExactly(names(5));
    assertThat(list.complete()).isTrue();
    assertThat(list.version())
        .isEqualTo(
            speaks == Speaks.LEGACY ? ProtocolVersion.V2025_11_25 : ProtocolVersion.V2026_07_28);
  }

  @ParameterizedTest
  @CsvSource({
    "LEGACY, JSON", "LEGACY, SSE", "LEGACY, SSE_CHOPPED",
    "MODERN, JSON", "MODERN, SSE", "MODERN, SSE_CHOPPED"
  })
  void callsAToolAndGivesItsResultByteForByte(Speaks speaks, Style style) {
    String result = "{\"content\" : [], \"vendor\":{\"x\":[1,2.50]},\"isError\":false}";
    upstream = UpstreamFixture.start(vertx, speaks).answering(style).onCall(params -> result);

    ToolReply reply = ok(session().callTool(call("echo", "{\"a\":1}")));

    assertThat(text(reply)).isEqualTo(result);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void sendsTheArgumentsUnchangedUnderTheUpstreamsName(Speaks speaks) {
    upstream = UpstreamFixture.start(vertx, speaks).onCall(params -> params.encode());

    ToolReply reply = ok(session().callTool(call("wörld\"", "{\"b\":[1,{\"c\":\"\\u00e9é\"}]}")));

    assertThat(text(reply)).contains("\"name\":\"wörld\\\"\"", "{\"b\":[1,{\"c\":\"éé\"}]}");
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void listsResourcesTemplatesAndPromptsPageByPage(Speaks speaks) {
    upstream =
        UpstreamFixture.start(vertx, speaks)
            .tools(1, List.of())
            .listing("resources/list", List.of("{\"uri\":\"a:1\"}", "{\"uri\":\"a:2\"}"))
            .listing("resources/templates/list", List.of("{\"uriTemplate\":\"a:{x}\"}"))
            .listing("prompts/list", List.of("{\"name\":\"p\"}", "{\"title\":\"no name\"}"));
    UpstreamSession session = session();

    assertThat(ok(session.list(ListedKind.RESOURCES)).definitions())
        .extracting(Definition::name)
        .containsExactly("a:1", "a:2");
    assertThat(ok(session.list(ListedKind.RESOURCE_TEMPLATES)).definitions())
        .extracting(Definition::name)
        .containsExactly("a:{x}");
    DefinitionList prompts = ok(session.list(ListedKind.PROMPTS));
    assertThat(prompts.definitions()).extracting(Definition::name).containsExactly("p");
    assertThat(prompts.dropped()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Speaks.class)
  void tellsWhatTheServerSaysOfItself(Speaks speaks) {
    upstream = UpstreamFixture.start(vertx, speaks).listing("prompts/list", List.of());

    ServerSummary summary = ok(session().describe());

    assertThat(summary.instructions()).isEqualTo("Be kind");
    assertThat(summary.serverInfo().path("name").asText()).isEqualTo("fixture");
    assertThat(summary.has(ListedKind.PROMPTS)).isTrue();
    assertThat(summary.has(ListedKind.RESOURCES)).isFalse();
  }

  @Test
  void saysMethodNameAndVersionInHeadersToAModernUpstream() {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN);

    ok(session().callTool(call("été", "{}")));

    Map<String, String> headers = upstream.seen("tools/call").getFirst().headers();
    assertThat(headers)
        .containsEntry("mcp-protocol-version", "2026-07-28")
        .containsEntry("mcp-method", "tools/call")
        .containsEntry("mcp-name", "=?base64?w6l0w6k=?=");
    assertThat(upstream.seen("initialize")).isEmpty();
  }

  @Test
  void mirrorsMarkedArgumentsAsHeadersToAModernUpstream() {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN);
    HeaderParameters mirrored =
        new HeaderParameters(
            List.of(
                new HeaderParameters.Parameter("Mcp-Param-Region", List.of("where", "region")),
                new HeaderParameters.Parameter("Mcp-Param-Absent", List.of("absent"))));
    byte[] arguments = bytes("{\"where\":{\"region\":\"zürich\"}}");
    ToolCall plain = ToolCall.of("t", arguments, Duration.ofSeconds(5));

    ok(
        session()
            .callTool(
                new ToolCall(
                    "t",
                    arguments,
                    plain.arguments(),
                    List.of(),
                    mirrored,
                    null,
                    plain.timeout(),
                    false,
                    ToolCall.NOTHING,
                    RequestContext.NONE)));

    Map<String, String> headers = upstream.seen("tools/call").getFirst().headers();
    assertThat(headers)
        .containsEntry("mcp-param-region", "=?base64?esO8cmljaA==?=")
        .doesNotContainKey("mcp-param-absent");
  }

  @Test
  void opensALegacySessionOnceAndNamesItInEachRequest() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    UpstreamSession session = session();

    ok(session.callTool(call("a", "{}")));
    ok(session.callTool(call("b", "{}")));

    assertThat(upstream.seen("initialize")).hasSize(1);
    assertThat(upstream.seen("notifications/initialized")).hasSize(1);
    assertThat(upstream.seen("tools/call"))
        .allSatisfy(seen ->
            assertThat(seen.headers())
                .containsKey("mcp-session-id")
                .containsEntry("mcp-protocol-version", "2025-11-25"));
  }

  @Test
  void probesAnUpstreamOnlyOnceForAllSessions() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    ok(session().callTool(call("a", "{}")));

    ok(session().callTool(call("b", "{}")));

    assertThat(upstream.seen("server/discover")).hasSize(1);
    assertThat(upstream.seen("initialize")).hasSize(2);
  }

  @Test
  void opensOneSessionForCallsThatStartTogether() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    UpstreamSession session = session();

    List<Future<UpstreamResult<ToolReply>>> calls =
        on(() -> IntStream.range(0, 5).mapToObj(i -> session.callTool(call("a", "{}"))).toList());

    assertThat(calls).allSatisfy(call -> ok(call));
    assertThat(upstream.seen("initialize")).hasSize(1);
  }

  @Test
  void opensTheSessionAnewWhenTheUpstreamHasForgottenIt() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    UpstreamSession session = session();
    ok(session.callTool(call("a", "{}")));
    upstream.forgetSessions();

    ToolReply reply = ok(session.callTool(call("a", "{}")));

    assertThat(text(reply)).contains("done");
    assertThat(upstream.seen("initialize")).hasSize(2);
  }

  @Test
  void noticesThatALegacyUpstreamSpeaksTheModernEraNow() {
    eras.remember(URI.create("http://127.0.0.1:1/mcp"), ProtocolVersion.V2025_11_25);
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN);
    eras.remember(upstream.uri(), ProtocolVersion.V2025_11_25);
    upstream.failing(
        "initialize",
        400,
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32022,\"message\":\"no\",\"data\":{\"supported\":[\"2026-07-28\"],\"requested\":\"\"}}}");

    ok(session().callTool(call("a", "{}")));

    assertThat(eras.version(upstream.uri())).contains(ProtocolVersion.V2026_07_28);
  }

  @Test
  void noticesThatAModernUpstreamSpeaksTheLegacyEraOnly() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    eras.remember(upstream.uri(), ProtocolVersion.V2026_07_28);

    ok(session().callTool(call("a", "{}")));

    assertThat(eras.version(upstream.uri())).contains(ProtocolVersion.V2025_11_25);
  }

  @Test
  void endsALegacySessionAtTheUpstream() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    UpstreamSession session = session();
    ok(session.callTool(call("a", "{}")));

    await(session.close());

    assertThat(upstream.openSessions()).isZero();
  }

  @Test
  void answersThePingOfALegacyUpstreamInTheMiddleOfACall() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    UpstreamSession session = session();
    ok(session.callTool(call("a", "{}")));
    upstream.answering(Style.SSE_CHOPPED);

    ok(session.callTool(call("a", "{}")));
    ok(session.callTool(call("a", "{}")));

    assertThat(upstream.seen())
        .anySatisfy(
            seen -> assertThat(seen.body().encode()).contains("\"id\":\"p1\",\"result\":{}"));
  }

  @Test
  void sendsTheConfiguredHeadersAndNothingThatCouldReframeTheRequest() {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN).requiring("Authorization", "Bearer s3");
    UpstreamEndpoint endpoint =
        new UpstreamEndpoint(
            upstream.uri(), Map.of("Authorization", "Bearer s3", "Content-Length", "7"));

    ToolReply reply = ok(open(endpoint, ANYWHERE).callTool(call("a", "{}")));

    assertThat(text(reply)).contains("done");
    assertThat(endpoint.toString()).doesNotContain("s3");
  }

  @Test
  void reportsARefusedCredentialWithItsChallenge() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH).requiring("Authorization", "Bearer s3");

    UpstreamFailure failure = failure(session().list(ListedKind.TOOLS));

    assertThat(failure)
        .isEqualTo(new UpstreamFailure.Unauthorized(401, "Bearer realm=\"fixture\""));
  }

  @Test
  void givesUpOnASlowUpstream() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY).delaying(Duration.ofSeconds(20));
    byte[] none = bytes("{}");

    UpstreamFailure failure =
        failure(session().callTool(ToolCall.of("slow", none, Duration.ofMillis(150))));

    assertThat(failure).isEqualTo(new UpstreamFailure.Timeout(Duration.ofMillis(150)));
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "SSE"})
  void refusesAReplyOverTheBound(Style style) {
    upstream =
        UpstreamFixture.start(vertx, Speaks.LEGACY)
            .answering(style)
            .onCall(params -> "{\"content\":\"" + "x".repeat(300_000) + "\"}");

    UpstreamFailure failure = failure(session().callTool(call("big", "{}")));

    assertThat(failure).isEqualTo(new UpstreamFailure.TooLarge("reply", 200_000));
  }

  @Test
  void keepsThePagesThatItGotWhenAListIsTooLong() {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN).tools(10, definitions(45));

    DefinitionList list = ok(session().list(ListedKind.TOOLS));

    assertThat(list.definitions()).hasSize(30);
    assertThat(list.incomplete()).isEqualTo(new UpstreamFailure.TooLarge("tools", 35));
  }

  @Test
  void leavesOutToolsThatTheProtocolForbids() {
    String bad =
        "{\"name\":\"bad\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\",\"x-mcp-header\":\"N\"}}}}";
    upstream =
        UpstreamFixture.start(vertx, Speaks.MODERN)
            .tools(10, List.of(definitions(1).getFirst(), bad, "{\"name\":\"schemaless\"}"));

    DefinitionList list = ok(session().list(ListedKind.TOOLS));

    assertThat(list.definitions()).extracting(Definition::name).containsExactly("tool-0");
    assertThat(list.dropped())
        .extracting(DefinitionList.Dropped::name)
        .containsExactly("bad", "schemaless");
  }

  @Test
  void passesOnAnErrorOfTheUpstream() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    upstream.failing(
        "tools/call",
        200,
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"Unknown tool\",\"data\":{\"a\":1}}}");

    UpstreamFailure failure = failure(session().callTool(call("a", "{}")));

    assertThat(failure)
        .isInstanceOfSatisfying(
            UpstreamFailure.RpcError.class,
            error -> {
              assertThat(error.code()).isEqualTo(-32602);
              assertThat(error.message()).isEqualTo("Unknown tool");
              assertThat(new String(error.data(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
            });
  }

  @Test
  void doesNotTakeTheAnswerToAnotherRequest() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    upstream.failing("tools/call", 200, "{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":{}}");

    UpstreamFailure failure = failure(session().callTool(call("a", "{}")));

    assertThat(failure).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void tellsAWebPageFromAnMcpServer() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    upstream.failing("initialize", 200, "<html>welcome</html>");

    UpstreamFailure failure = failure(session().list(ListedKind.TOOLS));

    assertThat(failure).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void connectsNowhereWhenTheTargetIsBlocked() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
    UpstreamEndpoint endpoint = new UpstreamEndpoint(upstream.uri(), Map.of());

    UpstreamFailure failure =
        failure(
            open(endpoint, uri -> Future.succeededFuture(new Target.Blocked()))
                .list(ListedKind.TOOLS));

    assertThat(failure).isEqualTo(new UpstreamFailure.Blocked());
    assertThat(upstream.seen()).isEmpty();
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/mcp");

    UpstreamFailure failure =
        failure(open(new UpstreamEndpoint(uri, Map.of()), ANYWHERE).list(ListedKind.TOOLS));

    assertThat(failure).isInstanceOf(UpstreamFailure.ConnectFailed.class);
  }

  @Test
  void triesTheNextAddressWhenOneRefuses() throws Exception {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN);
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    List<SocketAddress> addresses =
        List.of(
            SocketAddress.inetSocketAddress(closed, "127.0.0.1"),
            SocketAddress.inetSocketAddress(upstream.uri().getPort(), "127.0.0.1"));
    UpstreamEndpoint endpoint = new UpstreamEndpoint(upstream.uri(), Map.of());

    ToolReply reply =
        ok(
            open(endpoint, uri -> Future.succeededFuture(new Target.Allowed(addresses)))
                .callTool(call("a", "{}")));

    assertThat(text(reply)).contains("done");
  }

  @Test
  void saysThatTheOtherSideSpeaksNoTls() {
    upstream = UpstreamFixture.start(vertx, Speaks.BOTH);
    URI https = URI.create(upstream.uri().toString().replace("http:", "https:"));

    UpstreamFailure failure =
        failure(open(new UpstreamEndpoint(https, Map.of()), ANYWHERE).list(ListedKind.TOOLS));

    assertThat(failure).isInstanceOf(UpstreamFailure.TlsFailed.class);
  }

  @Test
  void saysThatTheNameIsUnknown() {
    UpstreamEndpoint endpoint =
        new UpstreamEndpoint(URI.create("http://nowhere.invalid/mcp"), Map.of());

    UpstreamFailure failure =
        failure(open(endpoint, uri -> Future.failedFuture("no such host")).list(ListedKind.TOOLS));

    assertThat(failure).isEqualTo(new UpstreamFailure.Unresolved("nowhere.invalid"));
  }

  private UpstreamSession session() {
    return open(new UpstreamEndpoint(upstream.uri(), Map.of()), ANYWHERE);
  }

  private UpstreamSession open(UpstreamEndpoint endpoint, TargetResolver resolver) {
    UpstreamSettings settings =
        new UpstreamSettings(
            "gatehouse",
            "1",
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            200_000,
            10,
            35,
            1_000_000);
    return new StreamableHttpClient(vertx, http, resolver, eras, settings).open(endpoint);
  }

  private static ToolCall call(String name, String arguments) {
    return ToolCall.of(name, bytes(arguments), Duration.ofSeconds(5));
  }

  private static List<String> definitions(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\":\"tool-" + i + "\",\"inputSchema\":{\"type\":\"object\"}}")
        .toList();
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "tool-" + i).toArray(String[]::new);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ToolReply reply) {
    return reply.message().result().text(reply.body());
  }

  private static <T> T ok(Future<UpstreamResult<T>> future) {
    UpstreamResult<T> result = await(future);
    assertThat(result).isInstanceOf(UpstreamResult.Ok.class);
    return ((UpstreamResult.Ok<T>) result).value();
  }

  private static <T> UpstreamFailure failure(Future<UpstreamResult<T>> future) {
    UpstreamResult<T> result = await(future);
    assertThat(result).isInstanceOf(UpstreamResult.Failed.class);
    return ((UpstreamResult.Failed<T>) result).failure();
  }

  /** Runs on an event loop, as callers do. */
  private static <T> T on(Supplier<T> supplier) {
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    vertx.getOrCreateContext().runOnContext(ignored -> promise.complete(supplier.get()));
    return await(promise.future());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
