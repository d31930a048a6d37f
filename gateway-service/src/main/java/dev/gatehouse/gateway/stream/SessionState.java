package dev.gatehouse.gateway.stream;

import dev.gatehouse.mcp.wire.LogLevel;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is known here of one legacy session besides its id. */
public final class SessionState {
  private final AtomicLong lastQuestion = new AtomicLong();
  private final String principal;
  private final WatchedResources watched;
  private final Map<String, Promise<byte[]>> questions = new ConcurrentHashMap<>();
  private volatile @Nullable LogLevel logLevel;
  private final AtomicReference<@Nullable EventStream> stream = new AtomicReference<>();

  /**
   * @param principal whose session it is
   */
  SessionState(String principal, WatchedResources watched) {
    this.principal = principal;
    this.watched = watched;
  }

  String principal() {
    return principal;
  }

  /** The resources that the session has subscribed to. */
  public WatchedResources watched() {
    return watched;
  }

  /** The least level of log messages that the client wants; null while it has not said. */
  public @Nullable LogLevel logLevel() {
    return logLevel;
  }

  public void logLevel(LogLevel level) {
    logLevel = level;
  }

  /**
   * Keeps a question to the client until it is answered.
   *
   * @param answer gets {@code "result":…} or {@code "error":…}
   * @return the raw id to ask under
   */
  public String ask(Promise<byte[]> answer) {
    String id = "\"gatehouse-" + lastQuestion.incrementAndGet() + "\"";
    questions.put(id, answer);
    return id;
  }

  /**
   * Ends a question with its answer.
   *
   * @param id the raw id
   * @return whether it was open
   */
  public boolean answer(String id, byte[] member) {
    Promise<byte[]> waiting = questions.remove(id);
    return waiting != null && waiting.tryComplete(member);
  }

  /** Nobody waits for the answer any more. */
  public void forget(String id) {
    Promise<byte[]> waiting = questions.remove(id);
    if (waiting != null) {
      waiting.tryFail("not answered");
    }
  }

  /** The client listens here from now on; a stream before this one is ended. */
  public void listen(EventStream fresh) {
    EventStream before = stream.getAndSet(fresh);
    if (before != null) {
      before.end();
    }
  }

  void stopListening(EventStream ended) {
    stream.compareAndSet(ended, null);
  }

  void end() {
    EventStream open = stream.get();
    if (open != null) {
      open.end();
    }
    questions.keySet().forEach(this::forget);
    watched.end();
  }
}
