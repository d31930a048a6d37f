package dev.gatehouse.auth.catalog;

import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.platform.event.CatalogEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.kafka.CompactedTopicReader.RecordHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The MCP endpoints that there are: a token is issued for no other (RFC 8707 section 2). Of the
 * catalogue nothing but their names is kept. Written by one reader thread.
 */
public final class KnownEndpoints implements RecordHandler {
  /** Kinds of records, most of the topic, that are no endpoint: not even parsed. */
  private static final Set<String> OTHERS =
      Set.of("tool", "feature", "server", "connector", "gateway-part");

  /** Strangers say what is waited for: they must not keep all threads waiting. */
  private static final int WAITING_AT_ONCE = 8;

  private final Map<String, EventKey> byPath = new ConcurrentHashMap<>();
  private final Map<EventKey, String> paths = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(WAITING_AT_ONCE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Duration patience;
  private volatile BooleanSupplier complete = () -> false;

  /**
   * @param patience how long news of an endpoint may take that was made a moment ago
   */
  KnownEndpoints(Duration patience) {
    this.patience = patience;
  }

  /**
   * Whether there is such an endpoint now.
   *
   * @param organisation its slug
   * @throws TryAgainException if the catalogue has not been read yet
   */
  public boolean isThere(String organisation, String name) {
    if (!complete.getAsBoolean()) {
      throw new TryAgainException("the catalogue has not been read yet");
    }
    return byPath.containsKey(path(organisation, name));
  }

  /**
   * Whether there is such an endpoint, or there is in a moment: who has just made one must not be
   * told that there is none. Blocks; a few at a time wait, others get their answer at once.
   *
   * @param organisation its slug
   * @throws TryAgainException if the catalogue has not been read yet
   */
  public boolean comesToBe(String organisation, String name) {
    if (isThere(organisation, name) || !waiting.tryAcquire()) {
      return isThere(organisation, name);
    }
    try {
      return await(path(organisation, name));
    } finally {
      waiting.release();
    }
  }

  private boolean await(String path) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!byPath.containsKey(path) && left > 0) {
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    return byPath.containsKey(path);
  }

  @Override
  public void onRecord(EventKey key, byte @Nullable [] value) {
    if (OTHERS.contains(key.kind())) {
      return;
    }
    if (value == null) {
      forget(key);
    } else if (EventCodec.read(value) instanceof CatalogEvent.Endpoint endpoint) {
      String path = path(endpoint.organisationSlug(), endpoint.slug());
      byPath.put(path, key);
      String before = paths.put(key, path);
      if (before != null && !before.equals(path)) {
        byPath.remove(before, key);
      }
    }
  }

  private void forget(EventKey key) {
    String before = paths.remove(key);
    if (before != null) {
      byPath.remove(before, key);
    }
  }

  @Override
  public void onBatchEnd() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param caughtUp whether all that was there at the start has been read
   */
  void readBy(BooleanSupplier caughtUp) {
    complete = caughtUp;
  }

  int size() {
    return byPath.size();
  }

  private static String path(String organisation, String name) {
    return organisation + "/" + name;
  }
}
