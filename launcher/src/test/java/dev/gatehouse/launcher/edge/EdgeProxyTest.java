package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeProxyTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ServiceFixture gateway;
  private EdgeProxy edge;

  @BeforeEach
  void start() throws IOException {
    gateway = ServiceFixture.start(vertx);
    edge =
        EdgeProxy.start(
            vertx,
            0,
            Map.of("gateway", gateway.url(), "audit", URI.create("http://127.0.0.1:" + closed())));
  }

  @AfterEach
  void stop() {
    edge.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static int closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void passesRequestAndAnswer() throws Exception {
    var answer =
        send(
            to("/mcp/echo/a%2Fb?c=d%20e")
                .header("Mcp-Name", "x")
                .POST(BodyPublishers.ofString("hello")));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(gateway.seen().uri()).isEqualTo("/mcp/echo/a%2Fb?c=d%20e");
    assertThat(gateway.seen().headers().get("Mcp-Name")).isEqualTo("x");
    assertThat(gateway.seen().headers().get("Host")).isEqualTo("localhost:" + edge.port());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /mcp/echo, 201",
    "DELETE, /mcp/echo, 201",
    "POST, /mcp/echo, 201",
    "OPTIONS, /mcp/echo, 201",
    "GET, /mcp/status/202, 202",
    "GET, /mcp/status/204, 204",
    "GET, /mcp/status/304, 304",
    "GET, /mcp/status/503, 503",
  })
  void passesAnswersWithoutABody(String method, String path, int status) throws Exception {
    var answer = send(to(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(gateway.seen().headers().get("Transfer-Encoding")).isNull();
  }

  @Test
  void passesAHeadOfItsOwnLength() throws Exception {
    var answer = send(to("/mcp/text").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("4");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void passesABodyOfAMegabyteBothWays(boolean lengthIsKnown) throws Exception {
    byte[] body = new byte[1 << 20];
    new Random(1).nextBytes(body);
    var bytes = BodyPublishers.ofByteArray(body);
    var publisher = lengthIsKnown ? bytes : BodyPublishers.fromPublisher(bytes);

    var answer =
        client.send(
            to("/mcp/echo").expectContinue(lengthIsKnown).POST(publisher).build(),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Arrays.equals(answer.body(), body)).isTrue();
  }

  @Test
  void keepsRequestsApartThatComeAtTheSameTime() {
    var answers =
        IntStream.range(0, 200)
            .mapToObj(i ->
                client.sendAsync(
                    to("/mcp/echo").POST(BodyPublishers.ofString("n" + i)).build(),
                    BodyHandlers.ofString()))
            .map(answer -> answer.thenApply(HttpResponse::body))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join))
        .containsExactlyElementsOf(IntStream.range(0, 200).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void saysWhoAskedAndBelievesNoClientAboutIt() throws Exception {
    send(
        to("/mcp/echo")
            .header("X-Forwarded-For", "6.6.6.6")
            .header("x-forwarded-host", "evil.example")
            .header("X-Forwarded-Prefix", "/evil")
            .header("X-Forwarded-Proto", "https")
            .header("X-Real-IP", "6.6.6.6")
            .header("Forwarded", "for=6.6.6.6")
            .header("gatehouse-caller", "forged"));

    MultiMap seen = gateway.seen().headers();
    String host = "localhost:" + edge.port();
    assertThat(seen.getAll("X-Forwarded-Host")).containsExactly(host);
    assertThat(seen.getAll("X-Forwarded-Proto")).containsExactly("http");
    assertThat(seen.getAll("X-Forwarded-Port")).containsExactly(Integer.toString(edge.port()));
    assertThat(seen.getAll("X-Forwarded-For")).hasSize(1).doesNotContain("6.6.6.6");
    assertThat(seen.getAll("Forwarded"))
        .hasSize(1)
        .allMatch(value -> value.contains("host=\"" + host + "\";proto=http"));
    assertThat(seen.names())
        .doesNotContain("X-Forwarded-Prefix", "X-Real-IP", "Gatehouse-Caller", "gatehouse-caller");
  }

  @Test
  void namesTheServiceThatIsDownAndWhatToDo() throws Exception {
    var answer = send(to("/api/audit/events").POST(BodyPublishers.ofByteArray(new byte[1 << 20])));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(502);
    assertThat(problem.getString("service")).isEqualTo("audit");
    assertThat(problem.getString("detail"))
        .contains("\"gatehouse status\"", "\"gatehouse restart audit\"");
  }

  @Test
  void answersForAServiceThatDiesBeforeItAnswers() throws Exception {
    var answer = send(to("/mcp/die"));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(new JsonObject(answer.body()).getString("service")).isEqualTo("gateway");
  }

  @Test
  void breaksOffWhereAServiceDiesWhileItAnswers() {
    assertThatThrownBy(() -> send(to("/mcp/die-late"))).isInstanceOf(IOException.class);
  }

  @Test
  void findsAServiceAgainThatWasRestarted() throws Exception {
    send(to("/mcp/echo"));
    gateway.stop();
    var away = send(to("/mcp/echo"));
    gateway.restart();
    var back = send(to("/mcp/echo"));

    assertThat(away.statusCode()).isEqualTo(502);
    assertThat(back.statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal/bootstrap", "/q/health", "/mcpx", "/favicon.ico", "/api/x"})
  void passesOnNothingThatIsNotInTheTable(String path) throws Exception {
    var answer = send(to(path).POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(404);
    assertThat(gateway.count()).isZero();
  }

  @Test
  void tellsWhatItIsAtTheRoot() throws Exception {
    var answer = send(to("/"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getString("mcp"))
        .isEqualTo("http://localhost:" + edge.port() + "/mcp/{org}/{name}");
  }

  @Test
  void saysThatItsPortIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EdgeProxy.start(vertx, taken.getLocalPort(), Map.of()))
          .isInstanceOf(BindException.class)
          .hasMessage("port " + taken.getLocalPort() + " is in use on 127.0.0.1");
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + edge.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
