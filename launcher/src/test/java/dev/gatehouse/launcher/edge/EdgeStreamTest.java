package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EdgeStreamTest {
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private ServiceFixture gateway;
  private EdgeProxy edge;

  @BeforeEach
  void start() throws IOException {
    gateway = ServiceFixture.start(vertx);
    edge = EdgeProxy.start(vertx, 0, Map.of("gateway", gateway.url()), PATIENCE);
  }

  @AfterEach
  void stop() {
    edge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void passesEventsAsTheyCome() throws Exception {
    var answer = client.send(to("/mcp/stream"), BodyHandlers.ofInputStream());
    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    HttpServerResponse stream = gateway.stream();
    List<String> received = new ArrayList<>();

    for (String event : List.of("one", "two", "three")) {
      stream.write("data: " + event + "\n\n"); // the next is sent when this one has arrived
      received.add(lines.readLine());
      lines.readLine();
    }

    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(received).containsExactly("data: one", "data: two", "data: three");
  }

  @Test
  void keepsAStreamThatIsSilentLongerThanClientsMayBe() throws Exception {
    var answer = client.send(to("/mcp/stream"), BodyHandlers.ofInputStream());
    HttpServerResponse stream = gateway.stream();

    Thread.sleep(PATIENCE.multipliedBy(4));
    stream.end("data: late\n\n");

    assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("data: late\n\n");
  }

  @Test
  void endsTheStreamOfAClientThatIsGone() throws Exception {
    try (Socket socket = send("GET /mcp/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      gateway.stream();
      socket.getInputStream().read();
    }

    assertThat(gateway.closed()).isEqualTo("stream");
  }

  @Test
  void endsTheCallOfAClientThatIsGoneBeforeTheAnswerBegan() throws Exception {
    try (Socket socket =
        send("POST /mcp/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nfull")) {
      while (gateway.count() == 0) {
        Thread.onSpinWait();
      }
    }

    assertThat(gateway.closed()).isEqualTo("upload");
  }

  @Test
  void endsTheUploadOfAClientThatIsGone() throws Exception {
    try (Socket socket =
        send("POST /mcp/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf")) {
      while (gateway.count() == 0) {
        Thread.onSpinWait();
      }
    }

    assertThat(gateway.closed()).isEqualTo("upload");
  }

  @Test
  void closesTheConnectionOfAClientThatSendsNoRequest() throws Exception {
    try (Socket socket = send("GET /mcp/stream HTTP/1.1\r\nHost: loc")) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void closesTheConnectionOfAClientThatSendsNoBody() throws Exception {
    try (Socket socket =
        send("POST /mcp/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf")) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private HttpRequest to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path)).build();
  }

  private Socket send(String request) throws IOException {
    Socket socket = new Socket("127.0.0.1", edge.port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
