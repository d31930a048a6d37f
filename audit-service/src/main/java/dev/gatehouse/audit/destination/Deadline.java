package dev.gatehouse.audit.destination;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * Closes a socket when its time is over, whatever is being waited for then: a socket's own timeout
 * bounds a single read, and no write at all.
 */
final class Deadline implements AutoCloseable {
  private volatile boolean over;
  private final Thread timer;

  private Deadline(Socket socket, Duration time) {
    timer = Thread.ofVirtual().unstarted(() -> run(socket, time));
  }

  static Deadline of(Socket socket, Duration time) {
    Deadline deadline = new Deadline(socket, time);
    deadline.timer.start();
    return deadline;
  }

  private void run(Socket socket, Duration time) {
    try {
      Thread.sleep(time);
      over = true;
      socket.close();
    } catch (InterruptedException | IOException e) {
      // It was in time, or is as good as closed.
    }
  }

  boolean over() {
    return over;
  }

  @Override
  public void close() {
    timer.interrupt();
  }
}
