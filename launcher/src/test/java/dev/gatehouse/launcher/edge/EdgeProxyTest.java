package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.launcher.suite.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeProxyTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final BlockingQueue<HttpServerRequest> received = new ArrayBlockingQueue<>(10);
  private HttpServer gateway;
  private EdgeProxy edge;

  @BeforeEach
  void start() throws Exception {
    gateway = VERTX.createHttpServer();
    gateway.requestHandler(this::serve);
    gateway.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    edge =
        EdgeProxy.start(
            VERTX,
            0,
            Map.of(
                Service.GATEWAY,
                URI.create("http://127.0.0.1:" + gateway.actualPort()),
                Service.AUDIT,
                URI.create("http://127.0.0.1:1")));
  }

  private void serve(HttpServerRequest request) {
    received.add(request);
    switch (request.path()) {
      case "/mcp/echo" ->
          request.body().onSuccess(body -> request.response().setStatusCode(201).end(body));
      case "/mcp/stream" -> {
        request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        request.response().write("data: one\n\n");
      }
      default -> request.response().end("ok");
    }
  }

  @AfterEach
  void stop() {
    edge.close();
    gateway.close();
  }

  @AfterAll
  static void end() {
    VERTX.close();
  }

  @Test
  void passesRequestAndAnswer() throws Exception {
    var answer =
        send(request("/mcp/echo?a=b%20c").POST(HttpRequest.BodyPublishers.ofString("hello")));

    var seen = received.take();
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(seen.uri()).isEqualTo("/mcp/echo?a=b%20c");
    assertThat(seen.getHeader("Host")).isEqualTo("localhost:" + edge.port());
  }

  @Test
  void saysWhoAskedAndBelievesNoClientAboutIt() throws Exception {
    send(
        request("/mcp/x")
            .header("X-Forwarded-For", "6.6.6.6")
            .header("X-Forwarded-Host", "evil.example")
            .header("X-Forwarded-Prefix", "/evil")
            .header("X-Real-IP", "6.6.6.6")
            .header("Forwarded", "for=6.6.6.6"));

    var seen = received.take();
    assertThat(seen.headers().getAll("X-Forwarded-For")).hasSize(1).doesNotContain("6.6.6.6");
    assertThat(seen.headers().getAll("X-Forwarded-Host"))
        .containsExactly("localhost:" + edge.port());
    assertThat(seen.headers().getAll("X-Forwarded-Proto")).containsExactly("http");
    assertThat(seen.headers().contains("X-Forwarded-Prefix")).isFalse();
    assertThat(seen.headers().contains("X-Real-IP")).isFalse();
    assertThat(seen.headers().contains("Forwarded")).isFalse();
  }

  @Test
  void streamsEventsAsTheyCome() throws Exception {
    var answer =
        CLIENT.send(request("/mcp/stream").build(), HttpResponse.BodyHandlers.ofInputStream());

    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("data: one");
    lines.readLine();
    received.take().response().end("data: two\n\n");
    assertThat(lines.readLine()).isEqualTo("data: two");
  }

  @Test
  void endsTheStreamOfAClientThatIsGone() throws Exception {
    var closed = new CountDownLatch(1);
    try (var socket = new Socket("127.0.0.1", edge.port())) {
      socket
          .getOutputStream()
          .write("GET /mcp/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      HttpServerResponse stream = received.take().response();
      stream.closeHandler(_ -> closed.countDown());
      socket.getInputStream().read();
    }

    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void answersForAServiceThatIsDown() throws Exception {
    var answer = send(request("/api/audit/events"));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":502", "problems/service-unreachable");
  }

  @Test
  void answersForPathsThatNobodyServes() throws Exception {
    var answer = send(request("/internal/bootstrap"));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":404", "problems/not-found");
    assertThat(received).isEmpty();
  }

  @Test
  void saysThatItsPortIsInUse() {
    assertThatThrownBy(() -> EdgeProxy.start(VERTX, edge.port(), Map.of()))
        .hasMessage("port " + edge.port() + " is in use");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + edge.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
