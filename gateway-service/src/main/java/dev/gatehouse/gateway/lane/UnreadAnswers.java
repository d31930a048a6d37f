package dev.gatehouse.gateway.lane;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * Large answers that wait for their clients to read them. Whoever does not read is hung up on, and
 * so is whoever comes when there is no room for more of them. Belongs to one event loop.
 */
public final class UnreadAnswers {
  /** What is smaller is bounded by the number of connections. */
  private static final int LARGE = 64 << 10;

  private final Vertx vertx;
  private final long room;
  private final long patienceMillis;
  private long waiting;

  /**
   * @param room bytes
   * @param patience how long a client may take to read one answer
   */
  UnreadAnswers(Vertx vertx, long room, Duration patience) {
    this.vertx = vertx;
    this.room = room;
    this.patienceMillis = patience.toMillis();
  }

  /** Ends a response with its last bytes. */
  public void end(HttpServerRequest request, Buffer bytes) {
    int size = bytes.length();
    if (size < LARGE) {
      request.response().end(bytes);
      return;
    }
    if (waiting + size > room) {
      hangUp(request);
      return;
    }
    waiting += size;
    long timer = vertx.setTimer(patienceMillis, ignored -> hangUp(request));
    Future<Void> read = request.response().end(bytes);
    read.onComplete(ignored -> {
      waiting -= size;
      vertx.cancelTimer(timer);
    });
  }

  /** At once: to close properly would be to wait for the bytes to be read. */
  private static void hangUp(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      connection.channelHandlerContext().close(); // past the handler that would flush first
    } else {
      request.connection().close();
    }
  }
}
