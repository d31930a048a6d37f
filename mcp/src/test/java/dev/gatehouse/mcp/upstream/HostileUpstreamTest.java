package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that answer as no server should. Each gets one call with 1 MiB and two seconds. */
class HostileUpstreamTest {
  private static final int MAX_REPLY = 1 << 20;
  private static final String DISCOVERED =
      "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
          + "\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\"}";

  private static final NewsListener DEAF =
      new NewsListener() {
        @Override
        public void onNotification(byte[] message, UpstreamMessage.ServerNotification told) {}

        @Override
        public void onEnd() {}
      };

  private static Vertx vertx;
  private static HttpClient http;

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

  @AfterEach
  void stop() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"999", "\"1\"", "null", "1.0", "{}", "[2]"})
  void theAnswerToAnotherRequestIsNotTaken(String id) {
    upstream(
        (request, _) -> json(request, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}"));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void twoRepliesInOneBodyAreNone() {
    upstream((request, id) -> json(request, reply(id, "1") + reply(id, "2")));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void ofTwoRepliesInOneStreamTheFirstCounts() {
    upstream((request, id) -> {
      HttpServerResponse response = events(request);
      response.write("data: " + reply(id, "first") + "\n\n");
      response.end("data: " + reply(id, "second") + "\n\n");
    });

    assertThat(text(ok(call()))).contains("first");
  }

  @Test
  void aReplyWithTwoResultsIsNone() {
    upstream((request, id) ->
        json(request, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{},\"result\":{}}"));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void aStreamOfNotificationsWithoutEndIsCutOff() {
    upstream((request, _) -> {
      HttpServerResponse response = events(request);
      vertx.setPeriodic(
          1,
          timer -> {
            if (response.closed()) {
              vertx.cancelTimer(timer);
            } else if (!response.writeQueueFull()) {
              response.write(
                  ("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}"
                          + "\n\n")
                      .repeat(500));
            }
          });
    });

    assertThat(failure(call()))
        .isInstanceOfAny(UpstreamFailure.TooLarge.class, UpstreamFailure.Timeout.class);
  }

  @Test
  void aByteNowAndThenDoesNotProlongTheCall() {
    upstream((request, _) -> {
      HttpServerResponse response =
          request.response().putHeader("Content-Type", "application/json").setChunked(true);
      vertx.setPeriodic(
          300,
          timer -> {
            if (response.closed()) {
              vertx.cancelTimer(timer);
            } else {
              response.write(" ");
            }
          });
    });

    assertThat(failure(call())).isEqualTo(new UpstreamFailure.Timeout(Duration.ofSeconds(2)));
  }

  @Test
  void anEventOfFiftyMegabytesIsNotKept() {
    upstream((request, _) -> {
      HttpServerResponse response = events(request);
      response.write("data: ");
      endless(response, Buffer.buffer("x".repeat(1 << 16)), 800);
    });

    assertThat(failure(call())).isEqualTo(new UpstreamFailure.TooLarge("reply", MAX_REPLY));
  }

  @Test
  void aLengthThatIsOnlyClaimedTakesNoRoom() {
    upstream((request, _) -> {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .putHeader("Content-Length", Integer.toString(Integer.MAX_VALUE))
          .write("{");
      vertx.setTimer(50, _ -> request.connection().close());
    });

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.Disconnected.class);
  }

  @Test
  void aWebPageIsNoAnswer() {
    upstream((request, _) ->
        request
            .response()
            .putHeader("Content-Type", "text/html")
            .end("<!doctype html><title>Sign in</title>"));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void anEarlyEndIsNoAnswer(String type) {
    upstream((request, id) -> {
      request
          .response()
          .putHeader("Content-Type", type)
          .setChunked(true)
          .write("data: " + reply(id, "half").substring(0, 20));
      vertx.setTimer(50, _ -> request.connection().close());
    });

    assertThat(failure(call()))
        .isInstanceOfAny(UpstreamFailure.Disconnected.class, UpstreamFailure.NotMcp.class);
  }

  @Test
  void whatIsCompressedUnaskedIsNotUnpacked() throws IOException {
    Buffer bomb = gzip(64 << 20);
    upstream((request, _) ->
        request
            .response()
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Encoding", "gzip")
            .end(bomb));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void nestingWithoutEndIsNoAnswer() {
    upstream((request, id) -> json(request, reply(id, "x").replace("\"x\"", "[".repeat(200_000))));

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
  }

  @Test
  void aRedirectIsNotFollowed() {
    AtomicInteger followed = new AtomicInteger();
    upstream((request, _) -> {
      followed.incrementAndGet();
      request.response().setStatusCode(307).putHeader("Location", "/elsewhere").end();
    });

    assertThat(failure(call())).isEqualTo(new UpstreamFailure.HttpStatus(307));
    assertThat(followed).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\",\"$ref\":\"#\"}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/properties/a\"}}}",
        "{\"type\":\"object\",\"$ref\":\"HERE/schema\"}",
        "{\"type\":\"object\",\"$schema\":\"HERE/meta\",\"allOf\":[{\"$ref\":\"HERE/x#/y\"}]}"
      })
  void aReferenceInASchemaIsNeverFollowed(String schema) {
    AtomicInteger asked = new AtomicInteger();
    upstream((request, id) -> {
      asked.incrementAndGet();
      json(
          request,
          "{\"jsonrpc\":\"2.0\",\"id\":"
              + id
              + ",\"result\":{\"resultType\":\"complete\",\"ttlMs\":0,"
              + "\"cacheScope\":\"private\",\"tools\":[{\"name\":\"a\",\"inputSchema\":"
              + schema.replace("HERE", uri().resolve("/").toString())
              + "}]}}");
    });

    DefinitionList list = ok(on(session -> session.list(ListedKind.TOOLS)));

    assertThat(list.definitions()).extracting(Definition::name).containsExactly("a");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aListWhoseCursorsNeverEndIsCutOff() {
    AtomicInteger page = new AtomicInteger();
    upstream((request, id) ->
        json(
            request,
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":{\"tools\":[],\"nextCursor\":\""
                + page.incrementAndGet()
                + "\"}}"));

    DefinitionList list = ok(on(session -> session.list(ListedKind.TOOLS)));

    assertThat(list.complete()).isFalse();
    assertThat(page).hasValue(5);
  }

  @Test
  void whoeverTalksOnAfterARefusalIsHungUpOn() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, _) -> {
      HttpServerResponse response = request.response().setStatusCode(401).setChunked(true);
      talkOn(response, closed);
    });

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.Unauthorized.class);
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverTalksOnAfterAnEventThatIsNoneIsHungUpOn() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, _) -> {
      HttpServerResponse response = events(request);
      response.write("data: x\n\n");
      talkOn(response, closed);
    });

    assertThat(failure(call())).isInstanceOf(UpstreamFailure.NotMcp.class);
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverTalksOnAfterTheAnswerIsHungUpOn() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, id) -> {
      HttpServerResponse response = events(request);
      response.write("data: " + reply(id, "x") + "\n\ndata: x\n\n");
      talkOn(response, closed);
    });

    assertThat(text(ok(call()))).contains("x");
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverAsksWithoutEndIsHungUpOn() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, _) -> {
      HttpServerResponse response = events(request);
      response.closeHandler(_ -> closed.complete(null));
      response.write("data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n\n".repeat(10_000));
    });

    assertThat(failure(call())).isEqualTo(new UpstreamFailure.NotMcp("it asks too much"));
    closed.get(10, TimeUnit.SECONDS);
  }

  @Test
  void repliesThatAreReadAtATimeHaveABoundTogether() {
    upstream((request, id) -> json(request, reply(id, "x".repeat(MAX_REPLY / 2))));
    room = new ReplyRoom(MAX_REPLY / 4);

    assertThat(failure(call()))
        .isEqualTo(new UpstreamFailure.TooLarge(UpstreamFailure.TooLarge.TOGETHER, MAX_REPLY / 4));
    room = new ReplyRoom(MAX_REPLY);
    assertThat(text(ok(call()))).contains("xxx");
    assertThat(room.take(MAX_REPLY)).as("all is given back").isTrue();
  }

  @Test
  void aLongEventAmongNewsIsNotKept() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, _) -> begin(request, closed).write("data: " + "x".repeat(300 << 10)));
    requestTimeout = Duration.ofMinutes(10);
    room = new ReplyRoom(MAX_REPLY);

    assertThat(failure(hear())).isInstanceOf(UpstreamFailure.Disconnected.class);
    closed.get(10, TimeUnit.SECONDS);
    assertThat(room.take(MAX_REPLY)).as("all is given back").isTrue();
  }

  @Test
  void anEventWithoutAnEndAmongNewsIsNotKept() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    upstream((request, _) -> begin(request, closed).write("data: {"));
    requestTimeout = Duration.ofSeconds(3);
    room = new ReplyRoom(MAX_REPLY);

    assertThat(failure(hear())).isInstanceOf(UpstreamFailure.Disconnected.class);
    closed.get(10, TimeUnit.SECONDS);
    assertThat(room.take(MAX_REPLY)).as("all is given back").isTrue();
  }

  @Test
  void newsThatBeginWhenNobodyWaitsAnyMoreAreHungUpOn() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
    upstream((request, _) -> asked.complete(request));

    UpstreamResult<Set<String>> heard =
        on(session ->
            session
                .listen(DEAF)
                .compose(opened -> {
                  NewsStream news = ok(opened);
                  Future<UpstreamResult<Set<String>>> wanted =
                      news.want(News.ofLists(true, true, true));
                  Context loop = vertx.getOrCreateContext();
                  asked.thenAccept(request ->
                      loop.runOnContext(_ -> {
                        news.close();
                        begin(request, closed).write(": at last\n");
                      }));
                  return wanted;
                }));

    assertThat(failure(heard)).isEqualTo(new UpstreamFailure.Cancelled());
    closed.get(10, TimeUnit.SECONDS);
  }

  private static HttpServerResponse begin(
      HttpServerRequest request, CompletableFuture<Void> closed) {
    HttpServerResponse response = events(request);
    response.closeHandler(_ -> closed.complete(null));
    return response;
  }

  private UpstreamResult<Set<String>> hear() {
    return on(session ->
        session.listen(DEAF).compose(opened -> ok(opened).want(News.ofLists(true, true, true))));
  }

  /** A little at a time, so that no bound is what ends it. */
  private static void talkOn(HttpServerResponse response, CompletableFuture<Void> closed) {
    response.closeHandler(_ -> closed.complete(null));
    vertx.setPeriodic(
        50,
        timer -> {
          if (response.closed()) {
            vertx.cancelTimer(timer);
          } else {
            response.write(": on and on\n");
          }
        });
  }

  private void upstream(BiConsumer<HttpServerRequest, String> behaviour) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request
                    .body()
                    .onSuccess(body -> {
                      JsonObject message =
                          body.length() == 0 ? new JsonObject() : body.toJsonObject();
                      String id = String.valueOf(message.getValue("id"));
                      if ("server/discover".equals(message.getString("method"))) {
                        json(
                            request,
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                + id
                                + ",\"result\":"
                                + DISCOVERED
                                + "}");
                      } else {
                        behaviour.accept(request, id);
                      }
                    }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private ReplyRoom room = new ReplyRoom(Long.MAX_VALUE);
  private Duration requestTimeout = Duration.ofSeconds(5);

  private URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + "/mcp");
  }

  private UpstreamResult<ToolReply> call() {
    return on(session ->
        session.callTool(ToolCall.of("a", new byte[] {'{', '}'}, Duration.ofSeconds(2))));
  }

  /** On an event loop, as callers do. */
  private <T> T on(Function<UpstreamSession, Future<T>> request) {
    UpstreamSettings settings =
        new UpstreamSettings(
            "test", "1", Duration.ofSeconds(5), requestTimeout, MAX_REPLY, 5, 100, MAX_REPLY, room);
    StreamableHttpClient client =
        new StreamableHttpClient(
            vertx,
            http,
            uri ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
            new EraCache(),
            settings);
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(_ ->
            request.apply(client.open(new UpstreamEndpoint(uri(), Map.of()))).onComplete(promise));
    try {
      return promise.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String reply(String id, String text) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":\"" + text + "\"}}";
  }

  private static void json(HttpServerRequest request, String body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }

  private static HttpServerResponse events(HttpServerRequest request) {
    return request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
  }

  private static void endless(HttpServerResponse response, Buffer chunk, int times) {
    if (times > 0 && !response.closed()) {
      response.write(chunk).onSuccess(_ -> endless(response, chunk, times - 1));
    }
  }

  private static Buffer gzip(int zeros) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < zeros / block.length; i++) {
        out.write(block);
      }
    }
    return Buffer.buffer(packed.toByteArray());
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
