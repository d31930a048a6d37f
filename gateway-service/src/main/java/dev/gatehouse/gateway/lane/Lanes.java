package dev.gatehouse.gateway.lane;

import dev.gatehouse.gateway.audit.Spool;
import dev.gatehouse.gateway.upstream.HeapShare;
import dev.gatehouse.gateway.upstream.UpstreamFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the lane of the event loop that asks; made at its first call. */
@Singleton
public final class Lanes {
  private final Vertx vertx;
  private final UpstreamFactory upstreams;
  private final Spool spool;
  private final AnswerConfig config;
  private final Map<ContextInternal, Lane> all = new ConcurrentHashMap<>();
  private final FastThreadLocal<@Nullable Lane> lanes = new FastThreadLocal<>();

  Lanes(Vertx vertx, UpstreamFactory upstreams, Spool spool, AnswerConfig config) {
    this.config = config;
    this.vertx = vertx;
    this.upstreams = upstreams;
    this.spool = spool;
  }

  /** Does something with every lane there is, each on its own event loop; any thread. */
  public void each(Consumer<Lane> task) {
    all.forEach((loop, lane) -> loop.runOnContext(ignored -> task.accept(lane)));
  }

  private UnreadAnswers answers() {
    return new UnreadAnswers(
        vertx, HeapShare.ofOneLoop(config.unreadPercent()), config.readWithin());
  }

  /** Must be called on an event loop. */
  public Lane current() {
    Lane known = lanes.get();
    if (known != null) {
      return known;
    }
    // The loop's own context, not the request's: the lane outlives the request.
    ContextInternal loop = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    // What waits for its record goes on in the loop's context; a bare task of the loop has none.
    Executor endOfTurn = task -> loop.nettyEventLoop().execute(() -> loop.dispatch(task));
    loop.dispatch(() -> {
      Lane made = new Lane(upstreams.create(), spool.writer(endOfTurn), answers());
      lanes.set(made);
      all.put(loop, made);
    });
    return current();
  }
}
