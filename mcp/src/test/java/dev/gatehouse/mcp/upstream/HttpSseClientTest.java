package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSseClientTest {
  private static Vertx vertx;
  private static HttpClient http;

  private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
  private final List<JsonObject> posted = new CopyOnWriteArrayList<>();
  private final List<String> authorisations = new CopyOnWriteArrayList<>();
  private volatile String endpoint = "/messages?session=1";
  private volatile boolean answering = true;
  private volatile boolean silent;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private HttpServer server;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
    http = vertx.createHttpClient();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void start() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void postsToTheEndpointThatTheStreamNamesAndTakesTheAnswerFromTheStream() {
    String text = text(ok(on(session -> session.callTool(call("{\"a\":1}")))));

    assertThat(text).contains("done");
    assertThat(posted)
        .extracting(message -> message.getString("method"))
        .containsExactly("initialize", "notifications/initialized", "tools/call");
    assertThat(authorisations).hasSize(4).containsOnly("Bearer s3cret");
  }

  @Test
  void listsTools() {
    DefinitionList tools = ok(on(session -> session.list(ListedKind.TOOLS)));

    assertThat(tools.definitions()).extracting(Definition::name).containsExactly("a");
    assertThat(tools.version()).isEqualTo(ProtocolVersion.V2024_11_05);
  }

  @Test
  void opensTheStreamAnewWhenItHasBroken() {
    String text =
        text(
            ok(
                on(session ->
                    session
                        .callTool(call("{}"))
                        .compose(_ -> {
                          streams.getLast().reset();
                          Promise<Void> later = Promise.promise();
                          vertx.setTimer(1_500, _ -> later.complete());
                          return later.future();
                        })
                        .compose(_ -> session.callTool(call("{}"))))));

    assertThat(text).contains("done");
    assertThat(streams).hasSize(2);
  }

  @Test
  void doesNotPostToAnotherOrigin() {
    endpoint = "http://127.0.0.1:1/steal";

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure).isEqualTo(new UpstreamFailure.NotMcp("the endpoint is at another origin"));
    assertThat(posted).isEmpty();
  }

  @Test
  void givesUpWhenNoAnswerComes() {
    answering = false;

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure).isInstanceOf(UpstreamFailure.Timeout.class);
  }

  @Test
  void handsProgressToTheRequestThatRuns() {
    List<String> heard = new CopyOnWriteArrayList<>();
    RequestListener listener =
        new RequestListener() {
          @Override
          public void onNotification(
              byte[] message, UpstreamMessage.ServerNotification notification) {
            heard.add(notification.method());
          }
        };
    ToolCall call =
        new ToolCall(
            "a",
            new byte[0],
            dev.gatehouse.mcp.wire.Span.NONE,
            List.of(),
            HeaderParameters.NONE,
            null,
            Duration.ofSeconds(5),
            false,
            ToolCall.NOTHING,
            new RequestContext(RequestContext.NO_CAPABILITIES, true, null, listener));

    ok(on(session -> session.callTool(call)));

    assertThat(heard).containsExactly("notifications/progress");
  }

  @Test
  void tellsTheProgressOfRequestsApartThatRunTogether() {
    List<String> heard = new CopyOnWriteArrayList<>();

    on(session ->
        session
            .callTool(call("{}"))
            .compose(_ ->
                Future.all(
                    session.callTool(heardBy(heard, "a")), session.callTool(heardBy(heard, "b")))));

    assertThat(heard).containsExactlyInAnyOrder("a", "b");
  }

  private static ToolCall heardBy(List<String> heard, String name) {
    RequestListener listener =
        new RequestListener() {
          @Override
          public void onNotification(
              byte[] message, UpstreamMessage.ServerNotification notification) {
            heard.add(name);
          }
        };
    return new ToolCall(
        name,
        new byte[0],
        dev.gatehouse.mcp.wire.Span.NONE,
        List.of(),
        HeaderParameters.NONE,
        null,
        Duration.ofSeconds(5),
        false,
        ToolCall.NOTHING,
        new RequestContext(RequestContext.NO_CAPABILITIES, true, null, listener));
  }

  @Test
  void aStreamThatNeverBeginsIsGivenUp() throws Exception {
    silent = true;

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure).isInstanceOf(UpstreamFailure.Timeout.class);
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverAsksWithoutEndIsHungUpOn() throws Exception {
    questions = 1_000;

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure).isEqualTo(new UpstreamFailure.NotMcp("it asks too much"));
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void anEventIsNotReadForWhichAllRepliesTogetherHaveNoRoom() throws Exception {
    room = new ReplyRoom(64 << 10);
    padding = "x".repeat(200_000);

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure)
        .isEqualTo(new UpstreamFailure.TooLarge(UpstreamFailure.TooLarge.TOGETHER, 64 << 10));
    closed.get(10, TimeUnit.SECONDS);
    assertThat(room.take(64 << 10)).as("all is given back").isTrue();
  }

  @Test
  void anEventBeyondTheBoundOfAReplyIsNotKept() throws Exception {
    padding = "x".repeat(9 << 20);

    UpstreamFailure failure = failure(on(session -> session.callTool(call("{}"))));

    assertThat(failure).isEqualTo(new UpstreamFailure.TooLarge("event", 8 << 20));
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void anEventThatDoesNotEndIsNotKept() throws Exception {
    requestTimeout = Duration.ofSeconds(3);
    room = new ReplyRoom(300_000);
    ok(on(session -> session.callTool(call("{}"))));

    streams.getLast().write("event: message\ndata: {");

    closed.get(20, TimeUnit.SECONDS);
    assertThat(room.take(300_000)).as("all is given back").isTrue();
  }

  @Test
  void eventsThatHaveBeenReadTakeNoRoom() {
    room = new ReplyRoom(300_000);
    padding = "x".repeat(200_000);

    ToolReply second =
        ok(on(session -> session.callTool(call("{}")).compose(_ -> session.callTool(call("{}")))));

    assertThat(text(second)).contains(padding);
  }

  @Test
  void closesTheStreamWithTheSession() throws Exception {
    ok(on(session -> session.callTool(call("{}")).onComplete(_ -> session.close())));

    closed.get(10, TimeUnit.SECONDS);
  }

  private int questions;
  private String padding = "";
  private ReplyRoom room = new ReplyRoom(Long.MAX_VALUE);
  private Duration requestTimeout = Duration.ofSeconds(60);

  private void handle(HttpServerRequest request) {
    authorisations.add(request.getHeader("Authorization"));
    if (request.method() == HttpMethod.GET) {
      HttpServerResponse response = request.response();
      response.putHeader("Content-Type", "text/event-stream").setChunked(true);
      streams.add(response);
      response.closeHandler(_ -> closed.complete(null));
      if (silent) {
        return;
      }
      response.write("event: endpoint\ndata: " + endpoint + "\n\n");
      return;
    }
    request
        .body()
        .onSuccess(body -> {
          JsonObject message = body.toJsonObject();
          posted.add(message);
          request.response().setStatusCode(202).end("Accepted");
          answer(message);
        });
  }

  private void answer(JsonObject message) {
    Object id = message.getValue("id");
    String result =
        switch (message.getString("method")) {
          case "initialize" ->
              "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{}}}";
          case "tools/list" ->
              "{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}]}";
          case "tools/call" ->
              "{\"content\":[{\"type\":\"text\",\"text\":\"done" + padding + "\"}]}";
          default -> null;
        };
    if (result == null || (!answering && message.getString("method").equals("tools/call"))) {
      return;
    }
    HttpServerResponse stream = streams.getLast();
    if (questions > 0 && message.getString("method").equals("tools/call")) {
      stream.write(
          "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n"
              .repeat(questions));
      return;
    }
    if (message.getString("method").equals("tools/call")) {
      Object token =
          message
              .getJsonObject("params")
              .getJsonObject("_meta", new JsonObject())
              .getValue("progressToken");
      stream.write(
          "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
              + "\"params\":{\"progressToken\":%s}}\n\n".formatted(token));
    }
    stream.write(
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"result\":"
            + result
            + "}\n\n");
  }

  private static ToolCall call(String arguments) {
    return ToolCall.of("a", arguments.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(2));
  }

  private <T> T on(Function<UpstreamSession, Future<T>> request) {
    HttpSseClient client =
        new HttpSseClient(
            vertx,
            http,
            uri ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
            settings());
    UpstreamEndpoint upstream =
        new UpstreamEndpoint(
            URI.create("http://127.0.0.1:" + server.actualPort() + "/sse"),
            Map.of("Authorization", "Bearer s3cret"));
    Promise<T> promise = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(_ -> request.apply(client.open(upstream)).onComplete(promise));
    try {
      return promise.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private UpstreamSettings settings() {
    UpstreamSettings most = UpstreamSettings.defaults("test", "1");
    return new UpstreamSettings(
        "test",
        "1",
        Duration.ofSeconds(3),
        requestTimeout,
        most.maxReplyBytes(),
        most.maxPages(),
        most.maxTools(),
        most.maxListBytes(),
        room);
  }

  private static String text(ToolReply reply) {
    return reply.message().result().text(reply.body());
  }

  private static <T> T ok(UpstreamResult<T> result) {
    assertThat(result).isInstanceOf(UpstreamResult.Ok.class);
    return ((UpstreamResult.Ok<T>) result).value();
  }

  private static <T> UpstreamFailure failure(UpstreamResult<T> result) {
    assertThat(result).isInstanceOf(UpstreamResult.Failed.class);
    return ((UpstreamResult.Failed<T>) result).failure();
  }
}
