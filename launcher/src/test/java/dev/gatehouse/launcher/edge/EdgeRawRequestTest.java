package dev.gatehouse.launcher.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client library would send. */
class EdgeRawRequestTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static ServiceFixture gateway;
  private static EdgeProxy edge;

  @BeforeAll
  static void start() throws IOException {
    gateway = ServiceFixture.start(VERTX);
    edge = EdgeProxy.start(VERTX, 0, Map.of("gateway", gateway.url()));
  }

  @AfterAll
  static void stop() {
    edge.close();
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp/../internal/bootstrap",
        "/mcp/%2e%2e/internal/bootstrap",
        "/mcp/..%2finternal",
        "/mcp\\..\\internal",
        "//internal/bootstrap",
        "http://localhost/mcp/echo",
        "*",
        "/mcp/\u0001",
      })
  void refusesATargetThatCouldBeReadInTwoWays(String target) throws IOException {
    int before = gateway.count();

    String answer = ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(gateway.count()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "'Host: localhost', localhost",
    "'Host: localhost:8080', localhost:8080",
    "'host: EXAMPLE.com:1', EXAMPLE.com:1",
    "'Host: 127.0.0.1:8080', 127.0.0.1:8080",
    "'Host: [::1]:8080', [::1]:8080",
  })
  void keepsTheHostAsItWasSent(String header, String seen) throws IOException {
    ask("GET /mcp/echo HTTP/1.1\r\n" + header + "\r\n");

    assertThat(gateway.seen().headers().getAll("Host")).containsExactly(seen);
    assertThat(gateway.seen().headers().getAll("X-Forwarded-Host")).containsExactly(seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: a b\r\n",
        "Host: evil@localhost\r\n",
        "Host: localhost\r\nHost: localhost\r\n",
        "Host: localhost\r\nhost: evil\r\n"
      })
  void refusesARequestWithoutAUsableHost(String header) throws IOException {
    assertThat(ask("GET /mcp/echo HTTP/1.1\r\n" + header)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void dropsWhatTheConnectionHeaderNames() throws IOException {
    ask(
        "GET /mcp/echo HTTP/1.1\r\nHost: localhost\r\nConnection: X-Secret, X-Forwarded-For\r\n"
            + "X-Secret: 1\r\nUpgrade: websocket\r\n");

    assertThat(gateway.seen().headers().contains("X-Secret")).isFalse();
    assertThat(gateway.seen().headers().contains("Upgrade")).isFalse();
    assertThat(gateway.seen().headers().contains("X-Forwarded-For")).isTrue();
  }

  @Test
  void refusesHeadersBeyondTheLimit() throws IOException {
    String answer =
        ask("GET /mcp/echo HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void refusesARequestLineBeyondTheLimit() throws IOException {
    String answer = ask("GET /mcp/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n");

    assertThat(answer).contains(" 414 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked, chunked", "gzip, chunked", "xchunked"})
  void refusesFramingThatCouldBeReadInTwoWays(String encoding) throws IOException {
    int before = gateway.count();

    String answer =
        ask(
            "POST /mcp/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + encoding + "\r\n",
            "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(gateway.count()).isEqualTo(before);
  }

  @Test
  void listensOnBothLoopbackAddresses() throws IOException {
    InetAddress ipv6 = InetAddress.getByName("::1");
    assumeThat(NetworkInterface.getByInetAddress(ipv6)).isNotNull();

    String answer =
        ask(ipv6, "GET /mcp/text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("text");
    assertThat(gateway.seen().headers().get("Forwarded")).startsWith("for=\"[");
  }

  private static String ask(String head) throws IOException {
    return ask(head, "");
  }

  private static String ask(String head, String body) throws IOException {
    return ask(InetAddress.getByName("127.0.0.1"), head + "Connection: close\r\n\r\n" + body);
  }

  private static String ask(InetAddress address, String request) throws IOException {
    try (Socket socket = new Socket(address, edge.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
