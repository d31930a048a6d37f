package dev.gatehouse.gateway.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadAnswersTest {
  /** More than socket buffers take. */
  private static final int SIZE = 64 << 20;

  private Vertx vertx;
  private final CountDownLatch closed = new CountDownLatch(1);

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpServer serve(int size, long room, Duration patience) {
    UnreadAnswers answers = new UnreadAnswers(vertx, room, patience);
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          request.connection().closeHandler(ignored -> closed.countDown());
          answers.end(request, Buffer.buffer(new byte[size]));
        })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static Socket ask(HttpServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void aClientThatDoesNotReadIsHungUpOn() throws Exception {
    HttpServer server = serve(SIZE, 2L * SIZE, Duration.ofMillis(200));
    try (Socket client = ask(server)) {
      assertThat(client.isConnected()).isTrue();

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whereThereIsNoRoomALargeAnswerIsNotBegun() throws Exception {
    HttpServer server = serve(SIZE, SIZE - 1, Duration.ofMinutes(1));
    try (Socket client = ask(server)) {
      assertThat(read(client)).isZero();
    }
  }

  @Test
  void aClientThatReadsGetsAllOfIt() throws Exception {
    HttpServer server = serve(1 << 20, 2 << 20, Duration.ofMinutes(1));
    try (Socket client = ask(server)) {
      assertThat(client.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    }
  }

  private static int read(Socket client) throws IOException {
    try {
      return client.getInputStream().readAllBytes().length;
    } catch (SocketException e) {
      return 0; // hung up on
    }
  }
}
