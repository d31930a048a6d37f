package dev.gatehouse.launcher.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what slow and silent clients can hold: how many connections there are, and how long one
 * may take to send a request. A client that is being answered is never cut off, however long a
 * stream is silent.
 */
final class Patience implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 4096;

  private final Vertx vertx;
  private final long limitNanos;
  private final long timer;
  private final Map<HttpConnection, Guest> guests = new ConcurrentHashMap<>();

  /**
   * @param limit from the start of a connection or its last answer to the end of the next request
   */
  Patience(Vertx vertx, Duration limit) {
    this.vertx = vertx;
    this.limitNanos = limit.toNanos();
    this.timer = vertx.setPeriodic(Math.max(1, limit.toMillis() / 8), _ -> sweep());
  }

  void connected(HttpConnection connection) {
    if (guests.size() >= MAX_CONNECTIONS) {
      connection.close();
      return;
    }
    guests.put(connection, new Guest());
    connection.closeHandler(_ -> guests.remove(connection));
  }

  void requested(HttpServerRequest request) {
    Guest guest = guests.get(request.connection());
    if (guest != null) {
      guest.request = request;
      guest.since = System.nanoTime();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    guests.forEach((connection, guest) -> {
      if (guest.isAnswered()) {
        guest.since = now;
      } else if (now - guest.since > limitNanos) {
        connection.close();
      }
    });
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  private static final class Guest {
    volatile long since = System.nanoTime();
    volatile @Nullable HttpServerRequest request;

    boolean isAnswered() {
      HttpServerRequest current = request;
      return current != null && current.isEnded() && !current.response().ended();
    }
  }
}
