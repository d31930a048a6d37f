package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestListenerTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Runnable> sent = new CompletableFuture<>();
  private UpstreamFixture upstream;

  private final RequestListener listener =
      new RequestListener() {
        @Override
        public void onSend(Runnable cancel) {
          sent.complete(cancel);
        }

        @Override
        public void onNotification(byte[] message, UpstreamMessage.ServerNotification told) {
          heard.add(told.method() + told.params().text(message));
        }

        @Override
        public Future<byte[]> onRequest(byte[] message, UpstreamMessage.ServerRequest asked) {
          return asked.method().equals("sampling/createMessage")
              ? Future.succeededFuture(Bytes.utf8("\"result\":{\"said\":1}"))
              : null;
        }
      };

  @AfterEach
  void close() {
    upstream.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void hearsWhatAnUpstreamSaysBeforeItAnswers(Speaks speaks) throws Exception {
    upstream =
        UpstreamFixture.start(vertx, speaks)
            .playing(stage ->
                stage
                    .notify(
                        "notifications/progress",
                        new JsonObject().put("progressToken", stage.progressToken()))
                    .answer());

    call(true);

    Object id = upstream.seen("tools/call").getFirst().body().getValue("id");
    assertThat(heard).containsExactly("notifications/progress{\"progressToken\":" + id + "}");
  }

  @Test
  void answersTheRequestsOfAnUpstreamOrRefusesThem() throws Exception {
    List<JsonObject> answers = new CopyOnWriteArrayList<>();
    upstream =
        UpstreamFixture.start(vertx, Speaks.LEGACY)
            .playing(stage ->
                stage.ask(
                    "q1",
                    "sampling/createMessage",
                    new JsonObject(),
                    first -> {
                      answers.add(first);
                      stage.ask(
                          "q2",
                          "elicitation/create",
                          new JsonObject(),
                          second -> {
                            answers.add(second);
                            stage.answer();
                          });
                    }));

    call(false);

    assertThat(answers.getFirst().getJsonObject("result").getInteger("said")).isOne();
    assertThat(answers.getLast().getJsonObject("error").getInteger("code")).isEqualTo(-32601);
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void stopsARequestAtTheUpstream(Speaks speaks) throws Exception {
    upstream = UpstreamFixture.start(vertx, speaks).playing(stage -> {});
    Future<UpstreamResult<ToolReply>> reply = start(false);
    Runnable cancel = sent.get(10, TimeUnit.SECONDS);
    await(() -> upstream.seen("tools/call").size() == 1);

    vertx.runOnContext(ignored -> cancel.run());

    assertThat(get(reply)).isEqualTo(new UpstreamResult.Failed<>(new UpstreamFailure.Cancelled()));
    await(() -> upstream.brokenOff() == 1);
    if (speaks == Speaks.LEGACY) {
      await(() -> upstream.seen("notifications/cancelled").size() == 1);
    }
  }

  private void call(boolean progress) throws Exception {
    assertThat(get(start(progress))).isInstanceOf(UpstreamResult.Ok.class);
  }

  private Future<UpstreamResult<ToolReply>> start(boolean progress) {
    StreamableHttpClient client =
        new StreamableHttpClient(
            vertx,
            vertx.createHttpClient(),
            uri ->
                Future.succeededFuture(
                    new Target.Allowed(
                        SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
            new EraCache(),
            UpstreamSettings.defaults("gatehouse", "1"));
    ToolCall plain = ToolCall.of("t", Bytes.utf8("{}"), Duration.ofSeconds(10));
    ToolCall call =
        new ToolCall(
            plain.name(),
            plain.body(),
            plain.arguments(),
            List.of(),
            plain.mirrored(),
            null,
            plain.timeout(),
            false,
            ToolCall.NOTHING,
            new RequestContext(RequestContext.NO_CAPABILITIES, progress, null, listener));
    return client.open(new UpstreamEndpoint(upstream.uri(), Map.of())).callTool(call);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
