package dev.gatehouse.mcp.upstream;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Tells of an event of a stream that has begun and does not end: what there is of it takes room
 * that others need, and the stream itself may be silent for as long as it likes. One event loop.
 */
final class EventDeadline {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long NONE = -1;

  private final Vertx vertx;
  private final long millis;
  private final Runnable onLate;
  private long timer = NONE;

  /**
   * @param limit of one event from its first byte to its last; a minute at most
   */
  EventDeadline(Vertx vertx, Duration limit, Runnable onLate) {
    this.vertx = vertx;
    this.millis = Math.clamp(limit.toMillis(), 1, LONGEST.toMillis());
    this.onLate = onLate;
  }

  /**
   * @param held bytes of an event that is not complete yet
   */
  void holds(int held) {
    if (held == 0) {
      stop();
    } else if (timer == NONE) {
      timer =
          vertx.setTimer(
              millis,
              _ -> {
                timer = NONE;
                onLate.run();
              });
    }
  }

  /** An event is complete, or nothing is read any more. */
  void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
