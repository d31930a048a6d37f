package dev.gatehouse.gateway.audit;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Holds answers back until Kafka has acknowledged their records ({@code broker} mode). While Kafka
 * is away, or when it takes too long, the file has to do.
 */
final class BrokerWait implements Confirmation {
  private final long patienceNanos;
  private final Runnable hurry;
  private final Queue<Held> held = new ArrayDeque<>();
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
      if (!away && file != null) {
        held.add(new Held(file, position, System.nanoTime(), loop, then));
        hurry.run();
        return;
      }
    }
    then.done(true);
  }

  /** Kafka has all of a file up to here. */
  void acknowledged(Path file, long position) {
    release(one -> one.file().equals(file) && one.position() <= position);
  }

  /** Kafka does not take records now: nobody waits for it. */
  void away() {
    synchronized (held) {
      away = true;
    }
    release(one -> true);
  }

  /** Kafka takes records again. */
  void back() {
    synchronized (held) {
      away = false;
    }
  }

  /** Lets go who has waited too long. */
  void tick() {
    long now = System.nanoTime();
    release(one -> now - one.since() > patienceNanos);
  }

  boolean anyHeld() {
    synchronized (held) {
      return !held.isEmpty();
    }
  }

  private void release(java.util.function.Predicate<Held> which) {
    synchronized (held) {
      for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
        Held one = each.next();
        if (which.test(one)) {
          each.remove();
          one.tell();
        }
      }
    }
  }
}
