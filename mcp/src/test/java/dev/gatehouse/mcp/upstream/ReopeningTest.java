package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is opened anew, and what is an answer and never sent twice. */
class ReopeningTest {
  private static final String INITIALIZED =
      "\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
          + "\"serverInfo\":{\"name\":\"x\",\"version\":\"1\"}}";
  private static final String DISCOVERED =
      "\"result\":{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
          + "\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\"}";
  private static final String DONE =
      "\"result\":{\"resultType\":\"complete\",\"content\":[],\"ttlMs\":0,"
          + "\"cacheScope\":\"private\"}";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final EraCache eras = new EraCache();
  private final List<String> methods = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = (_, _) -> Reply.ok(DONE);
  private volatile String session = "";
  private HttpServer server;

  /** What is answered; {@code members} follow the id. */
  private record Reply(int status, String members) {
    static Reply ok(String members) {
      return new Reply(200, members);
    }

    static Reply error(int status, int code) {
      return new Reply(status, "\"error\":{\"code\":" + code + ",\"message\":\"no such thing\"}");
    }
  }

  private interface Behaviour {
    Reply to(HttpServerRequest request, String method);
  }

  @BeforeEach
  void start() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.body().onSuccess(body -> answer(request, body.toString())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource({"200,-32000", "200,-32002", "200,-32042", "200,-32600", "400,-32000", "404,-32000"})
  void aCallOfAModernUpstreamIsNotMadeAgainForItsAnswer(int status, int code) {
    behaviour =
        (_, method) ->
            method.equals("server/discover") ? Reply.ok(DISCOVERED) : Reply.error(status, code);

    UpstreamResult<ToolReply> result = on(this::call);

    assertThat(((UpstreamFailure.RpcError) failure(result)).code()).isEqualTo(code);
    assertThat(methods).containsOnlyOnce("tools/call");
  }

  @Test
  void aCallIsNotMadeAgainForAStatusWithoutABody() {
    behaviour =
        (_, method) -> method.equals("server/discover") ? Reply.ok(DISCOVERED) : new Reply(400, "");

    UpstreamResult<ToolReply> result = on(this::call);

    assertThat(failure(result)).isEqualTo(new UpstreamFailure.HttpStatus(400));
    assertThat(methods).containsOnlyOnce("tools/call");
  }

  @ParameterizedTest
  @CsvSource({"200,-32042", "200,-32022", "200,-32050", "400,-32042"})
  void aCallOfALegacyUpstreamWithoutSessionIsNotMadeAgainForItsAnswer(int status, int code) {
    behaviour =
        (_, method) ->
            switch (method) {
              case "server/discover" -> Reply.error(200, -32601);
              case "initialize" -> Reply.ok(INITIALIZED);
              case "tools/call" -> Reply.error(status, code);
              default -> new Reply(202, "");
            };

    UpstreamResult<ToolReply> result = on(this::call);

    assertThat(failure(result)).isInstanceOf(UpstreamFailure.RpcError.class);
    assertThat(methods).containsOnlyOnce("tools/call");
  }

  @Test
  void aLegacyServerMayAnswerTheProbeWithAnyCode() {
    behaviour =
        (_, method) ->
            switch (method) {
              case "server/discover" -> Reply.error(200, -32050);
              case "initialize" -> Reply.ok(INITIALIZED);
              case "tools/call" -> Reply.ok(DONE);
              default -> new Reply(202, "");
            };

    assertThat(on(this::call)).isInstanceOf(UpstreamResult.Ok.class);
  }

  @ParameterizedTest
  @CsvSource({"404,-32601", "400,-32602", "400,-32020"})
  void anUpstreamThatWasUpgradedIsProbedAnew(int status, int code) {
    eras.remember(uri(), ProtocolVersion.V2025_11_25);
    behaviour =
        (_, method) ->
            switch (method) {
              case "server/discover" -> Reply.ok(DISCOVERED);
              case "initialize" -> Reply.error(status, code);
              default -> Reply.ok(DONE);
            };

    assertThat(on(this::call)).isInstanceOf(UpstreamResult.Ok.class);
    assertThat(eras.version(uri())).contains(ProtocolVersion.V2026_07_28);
  }

  @Test
  void aSessionIsOpenedAnewWhenItsUpstreamWasUpgraded() {
    session = "s";
    behaviour =
        (request, method) ->
            switch (method) {
              case "server/discover" ->
                  methods.contains("upgraded") ? Reply.ok(DISCOVERED) : Reply.error(200, -32601);
              case "initialize" ->
                  methods.contains("upgraded") ? Reply.error(400, -32020) : Reply.ok(INITIALIZED);
              case "tools/call" ->
                  methods.contains("upgraded") && request.getHeader("Mcp-Method") == null
                      ? Reply.error(400, -32020)
                      : Reply.ok(DONE);
              default -> new Reply(202, "");
            };

    UpstreamResult<ToolReply> result =
        on(one -> call(one).onSuccess(_ -> methods.add("upgraded")).compose(_ -> call(one)));

    assertThat(result).isInstanceOf(UpstreamResult.Ok.class);
  }

  @Test
  void aLostSessionIsOpenedOnceForAllWhoMissIt() {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    behaviour =
        (request, method) -> {
          if (method.equals("initialize")) {
            session = "s" + opened.incrementAndGet();
            return Reply.ok(INITIALIZED);
          }
          if (method.equals("tools/call")
              && opened.get() == 1
              && methods.stream().filter("tools/call"::equals).count() == 1) {
            return Reply.ok(DONE);
          }
          if (method.equals("tools/call") && "s1".equals(request.getHeader("Mcp-Session-Id"))) {
            return late.incrementAndGet() % 2 == 0 ? new Reply(-404, "") : new Reply(404, "");
          }
          return method.equals("server/discover")
              ? Reply.error(200, -32601)
              : method.equals("tools/call") ? Reply.ok(DONE) : new Reply(202, "");
        };

    on(one ->
        call(one)
            .compose(_ -> {
              List<Future<?>> calls = new ArrayList<>();
              for (int i = 0; i < 8; i++) {
                calls.add(call(one));
              }
              return Future.all(calls);
            }));

    assertThat(opened).hasValue(2);
  }

  /** A negative status is given late. */
  private void answer(HttpServerRequest request, String body) {
    JsonObject message = body.isEmpty() ? new JsonObject() : new JsonObject(body);
    String method = message.getString("method", "");
    methods.add(method);
    Reply reply = behaviour.to(request, method);
    if (method.equals("initialize") && !session.isEmpty()) {
      request.response().putHeader("Mcp-Session-Id", session);
    }
    request
        .response()
        .setStatusCode(Math.abs(reply.status()))
        .putHeader("Content-Type", "application/json");
    String text =
        reply.members().isEmpty()
            ? ""
            : "{\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + "," + reply.members() + "}";
    vertx.setTimer(reply.status() < 0 ? 500 : 1, _ -> request.response().end(text));
  }

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp");
  }

  private Future<UpstreamResult<ToolReply>> call(UpstreamSession of) {
    return of.callTool(ToolCall.of("create_a", new byte[] {'{', '}'}, Duration.ofSeconds(5)));
  }

  private <T> T on(Function<UpstreamSession, Future<T>> request) {
    StreamableHttpClient client =
        new StreamableHttpClient(
            vertx,
            vertx.createHttpClient(),
            uri ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
            eras,
            UpstreamSettings.defaults("test", "1"));
    Promise<T> promise = Promise.promise();
    loop.runOnContext(
        _ -> request.apply(client.open(new UpstreamEndpoint(uri(), Map.of()))).onComplete(promise));
    try {
      return promise.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static UpstreamFailure failure(UpstreamResult<ToolReply> result) {
    assertThat(result).isInstanceOf(UpstreamResult.Failed.class);
    return ((UpstreamResult.Failed<ToolReply>) result).failure();
  }
}
