package dev.gatehouse.sync.news;

import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.sync.upstream.Hearing;
import dev.gatehouse.sync.upstream.Upstreams;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Listens to one upstream; many changes in a moment are told as one. */
final class Listener implements Hearing.Hearer {
  private static final long LEAST_MILLIS = 250;
  private static final long MOST_MILLIS = 1_500;

  private final Vertx vertx;
  private final Runnable onNews;
  private final OnEnd onEnd;
  private final long began = System.nanoTime();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private volatile @Nullable Hearing hearing;
  private volatile boolean closed;

  /** Told why one has ended, if not by {@link #close}, and how long it was. */
  interface OnEnd {
    void ended(Listener listener, @Nullable UpstreamFailure failure, Duration lived);
  }

  Listener(Vertx vertx, Runnable onNews, OnEnd onEnd) {
    this.vertx = vertx;
    this.onNews = onNews;
    this.onEnd = onEnd;
  }

  void begin(Upstreams upstreams, UpstreamEndpoint endpoint) {
    Hearing begun = upstreams.hear(endpoint, this);
    hearing = begun;
    if (closed) {
      begun.close();
    }
  }

  /** Upstreams that many listen to tell them all at the same moment. */
  @Override
  public void changed() {
    if (waiting.compareAndSet(false, true)) {
      vertx.setTimer(
          ThreadLocalRandom.current().nextLong(LEAST_MILLIS, MOST_MILLIS),
          _ -> {
            waiting.set(false);
            if (!closed) {
              onNews.run();
            }
          });
    }
  }

  @Override
  public void ended(@Nullable UpstreamFailure failure) {
    if (!closed) {
      closed = true;
      onEnd.ended(this, failure, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  void close() {
    closed = true;
    Hearing begun = hearing;
    if (begun != null) {
      begun.close();
    }
  }
}
