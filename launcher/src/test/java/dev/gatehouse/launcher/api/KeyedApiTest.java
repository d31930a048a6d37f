package dev.gatehouse.launcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.launcher.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent once is sent once, whatever comes of it, and waited for as long as is said. */
class KeyedApiTest {
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean silent;
  private HttpServer service;
  private KeyedApi api;

  @BeforeEach
  void start() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          if (silent) {
            await();
          }
          byte[] body = "{\"detail\":\"so it is\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    api = new KeyedApi("http://127.0.0.1:" + service.getAddress().getPort(), "ghk_test");
  }

  private void await() {
    try {
      end.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    service.stop(0);
  }

  @Test
  void whatSucceedsIsAnswered() {
    assertThat(api.once("GET", "/work", Duration.ofMinutes(1)).path("detail").asText())
        .isEqualTo("so it is");
  }

  @Test
  void whatIsRefusedIsNotSentAgain() {
    status = 503;

    assertThatThrownBy(() -> api.once("GET", "/work", Duration.ofMinutes(1)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("HTTP 503, so it is");

    assertThat(requests).hasValue(1);
  }

  @Test
  void whatTakesLongerThanIsSaidIsNotSentAgain() {
    silent = true;

    assertThatThrownBy(() -> api.once("GET", "/work", Duration.ofSeconds(3)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("timed out");

    assertThat(requests).hasValue(1);
  }
}
