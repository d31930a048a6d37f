package dev.gatehouse.gateway.audit;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers back until Kafka has acknowledged their records ({@code broker} mode). When Kafka
 * takes longer than that is wanted it is away, and while it is away the file has to do.
 */
final class BrokerWait implements Confirmation {
  private static final int REMEMBERED_FILES = 256;

  private final long patienceNanos;
  private final Runnable hurry;
  private final Queue<Held> held = new ArrayDeque<>();

  /** The relay can be faster than who has written: up to where files are acknowledged. */
  private final Map<Path, Long> acknowledged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Long> eldest) {
          return size() > REMEMBERED_FILES;
        }
      };

  private boolean away;

  private record Held(
      Path file, long position, long since, Executor loop, SpoolWriter.Written then) {
    void tell() {
      loop.execute(() -> then.done(true));
    }
  }

  /**
   * @param hurry wakes the relay
   */
  BrokerWait(Duration patience, Runnable hurry) {
    this.patienceNanos = patience.toNanos();
    this.hurry = hurry;
  }

  @Override
  public void await(
      @Nullable Path file,
      @Nullable FileChannel channel,
      long position,
      boolean sync,
      Executor loop,
      SpoolWriter.Written then) {
    synchronized (held) {
      if (!away && file != null && acknowledged.getOrDefault(file, 0L) < position) {
        held.add(new Held(file, position, System.nanoTime(), loop, then));
        hurry.run();
        return;
      }
    }
    then.done(true);
  }

  /** Kafka has all of a file up to here. */
  void acknowledged(Path file, long position) {
    synchronized (held) {
      acknowledged.put(file, position);
      release(one -> one.file().equals(file) && one.position() <= position);
    }
  }

  /** Kafka does not take records now: nobody waits for it. */
  void away() {
    synchronized (held) {
      away = true;
      release(one -> true);
    }
  }

  /** Kafka takes records again. */
  void back() {
    synchronized (held) {
      away = false;
    }
  }

  /** Where somebody has waited too long Kafka is away, for the others too. */
  void tick() {
    synchronized (held) {
      Held first = held.peek();
      if (first != null && System.nanoTime() - first.since() > patienceNanos) {
        away();
      }
    }
  }

  boolean anyHeld() {
    synchronized (held) {
      return !held.isEmpty();
    }
  }

  /** Under the lock. */
  private void release(Predicate<Held> which) {
    for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
      Held one = each.next();
      if (which.test(one)) {
        each.remove();
        one.tell();
      }
    }
  }
}
