package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server over HTTP+SSE, where a stream is the session. */
@GatewayTest
class SseUpstreamTest {
  private static final int CONNECTIONS = 16;

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Organisation organisation;

  @BeforeEach
  void aGateway() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    organisation =
        new Organisation(view, catalog)
            .overSse()
            .connector(URI.create("http://127.0.0.1:" + server.actualPort() + "/sse"))
            .tool("get_a")
            .gateway("g");
  }

  @AfterEach
  void close() {
    organisation.close();
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whateverConnectionsAClientUsesItHasOneSessionThere() throws Exception {
    Mcp client = new Mcp(organisation.path("g"), organisation.key());
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        calls.add(
            threads.submit(() ->
                client
                    .modernCall("get_a", "{}")
                    .statusCode(200)
                    .body("result.content[0].text", equalTo("done"))));
      }
      for (Future<?> call : calls) {
        call.get(30, TimeUnit.SECONDS);
      }
    }

    assertThat(streams).hasSize(1);
  }

  private void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET) {
      HttpServerResponse stream =
          request.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
      streams.add(stream);
      stream.write("event: endpoint\ndata: /messages?s=" + streams.size() + "\n\n");
      return;
    }
    HttpServerResponse stream = streams.get(Integer.parseInt(request.getParam("s")) - 1);
    request
        .body()
        .onSuccess(body -> {
          request.response().setStatusCode(202).end();
          answer(stream, body.toJsonObject());
        });
  }

  private static void answer(HttpServerResponse stream, JsonObject message) {
    String result =
        switch (message.getString("method")) {
          case "initialize" ->
              "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{}}}";
          case "tools/call" -> "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";
          default -> null;
        };
    if (result != null) {
      stream.write(
          "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}\n\n"
              .formatted(message.getValue("id"), result));
    }
  }
}
