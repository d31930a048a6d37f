package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.upstream.UpstreamResult.Ok;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link UpstreamSession}s of several event loops have in common, so that they are one
 * session to the upstream: how it was opened, and ids that never meet. Any thread.
 */
public final class SharedSession {
  /** Requests of one part before its ids meet the next part's; all stay exact in a double. */
  private static final int ID_BITS = 32;

  /** Questions outside the stream of a request, for each request of ours. */
  static final int MAX_QUESTIONS = 128;

  private final String name = UUID.randomUUID().toString();
  private final AtomicLong parts = new AtomicLong();
  private volatile @Nullable Opened opened;
  private volatile @Nullable String logLevel;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger questions = new AtomicInteger();

  /** A request whose client may be asked something, on its event loop; compared by identity. */
  static final class Running {
    final ServerMessages messages;
    final @Nullable Context loop;

    Running(ServerMessages messages, @Nullable Context loop) {
      this.messages = messages;
      this.loop = loop;
    }
  }

  /** Set while somebody opens it: whoever comes meanwhile waits for the same. */
  private @Nullable Future<UpstreamResult<Opened>> opening;

  /** What it is called where it is not the upstream that names it. */
  String name() {
    return name;
  }

  /** Below the ids of another part, above those of the part before it. */
  long idsOfAnotherPart() {
    return parts.getAndIncrement() << ID_BITS;
  }

  @Nullable Opened opened() {
    return opened;
  }

  /**
   * How it is open, or what came of opening it.
   *
   * @param how opens it
   */
  Future<UpstreamResult<Opened>> open(Supplier<Future<UpstreamResult<Opened>>> how) {
    Promise<UpstreamResult<Opened>> promise;
    synchronized (this) {
      Opened current = opened;
      if (current != null) {
        return Future.succeededFuture(new Ok<>(current));
      }
      if (opening != null) {
        return here(opening);
      }
      promise = Promise.promise();
      opening = promise.future();
    }
    how.get()
        .onComplete(result -> {
          synchronized (this) {
            opening = null;
            if (result.result() instanceof Ok<Opened>(Opened fresh)) {
              opened = fresh;
              logLevel = null;
            }
          }
          promise.handle(result);
        });
    return promise.future();
  }

  /** The same on the event loop that asks. */
  private static Future<UpstreamResult<Opened>> here(Future<UpstreamResult<Opened>> elsewhere) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      return elsewhere;
    }
    Promise<UpstreamResult<Opened>> promise = context.promise();
    elsewhere.onComplete(promise);
    return promise.future();
  }

  /**
   * The upstream has forgotten it.
   *
   * @return false if it was opened anew since
   */
  synchronized boolean lost(Opened known) {
    if (opened != known) {
      return false;
    }
    opened = null;
    return true;
  }

  synchronized @Nullable Opened close() {
    Opened last = opened;
    opened = null;
    return last;
  }

  /** A request is on its way whose client may be asked; {@link #ended} must follow. */
  Running runs(ServerMessages messages) {
    Running started = new Running(messages, Vertx.currentContext());
    questions.set(0);
    running.add(started);
    return started;
  }

  void ended(Running done) {
    running.remove(done);
  }

  /**
   * Hands a question that came outside the stream of any request to the one that runs: only of a
   * request that runs alone it is known that the question belongs to it.
   *
   * @param refusal takes it otherwise
   * @return false if there were too many since the last request
   */
  boolean ask(byte[] bytes, UpstreamMessage.ServerRequest request, ServerMessages refusal) {
    if (questions.incrementAndGet() > MAX_QUESTIONS) {
      return false;
    }
    List<Running> all = List.copyOf(running);
    if (all.size() != 1) {
      refusal.onRequest(bytes, request);
      return true;
    }
    Running alone = all.getFirst();
    if (alone.loop == null || alone.loop == Vertx.currentContext()) {
      alone.messages.onRequest(bytes, request);
    } else {
      alone.loop.runOnContext(_ -> alone.messages.onRequest(bytes, request));
    }
    return true;
  }

  /** The least level of log messages that the upstream was last asked for. */
  @Nullable String logLevel() {
    return logLevel;
  }

  void logLevel(String asked) {
    logLevel = asked;
  }
}
