package dev.gatehouse.gateway.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.News;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewsSourceTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatWasNotForeseenIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    NewsSource source =
        new NewsSource(
            (ContextInternal) vertx.getOrCreateContext(),
            () -> {},
            listener -> {
              tries.incrementAndGet();
              return Future.failedFuture(new IllegalStateException("a bug"));
            });
    NewsSubscription reader =
        new NewsSubscription(null, null, News.of("test://a"), new NewsReader() {});

    source.add(reader);

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> tries.get() > 1);
    assertThat(reader.settled.future().isComplete()).isTrue();
  }
}
