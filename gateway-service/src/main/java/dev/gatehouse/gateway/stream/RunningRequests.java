package dev.gatehouse.gateway.stream;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests of legacy sessions that run here, so that they can be cancelled. An id counts within its
 * session alone: who has no session cannot cancel, because ids of others may be the same.
 */
@Singleton
public final class RunningRequests {
  private final Map<Key, Runnable> running = new ConcurrentHashMap<>();

  private record Key(String session, String id) {}

  /**
   * @param id the raw id
   * @param cancel may be called on any thread
   */
  public void started(String session, String id, Runnable cancel) {
    running.put(new Key(session, id), cancel);
  }

  /** Of two requests under one id, which is the client's fault, the other goes on. */
  public void ended(String session, String id, Runnable cancel) {
    running.remove(new Key(session, id), cancel);
  }

  /**
   * @return whether there was such a request here
   */
  public boolean cancel(String session, String id) {
    Runnable cancel = running.remove(new Key(session, id));
    if (cancel != null) {
      cancel.run();
    }
    return cancel != null;
  }
}
