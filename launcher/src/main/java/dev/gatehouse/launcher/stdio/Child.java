package dev.gatehouse.launcher.stdio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running program and its standard streams. Messages are lines; what it says is handed on from a
 * thread of its own.
 */
final class Child {
  private static final byte[] END = {};
  private static final int WAITING_MESSAGES = 256;
  private static final long GRACE_MILLIS = 2_000;

  private final Process process;
  private final Listener listener;
  private final int lineBytes;
  private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(WAITING_MESSAGES);

  /** Hears a program; called from its threads. */
  interface Listener {
    void onLine(byte[] line);

    void onEnd();
  }

  private Child(Process process, Listener listener, int lineBytes) {
    this.process = process;
    this.listener = listener;
    this.lineBytes = lineBytes;
  }

  static Child attach(Process process, ErrorLog errors, Listener listener, int lineBytes) {
    Child child = new Child(process, listener, lineBytes);
    Thread.ofVirtual().start(() -> errors.drain(process.errorReader()));
    Thread.ofVirtual().start(child::write);
    Thread.ofVirtual().start(child::read);
    return child;
  }

  /** Sends one message; a program that takes none any more is ended. */
  void send(byte[] message) {
    if (!outgoing.offer(oneLine(message))) {
      process.destroyForcibly();
    }
  }

  /** A line break within a JSON text can only be white space between its parts. */
  private static byte[] oneLine(byte[] message) {
    byte[] line = new byte[message.length + 1];
    for (int i = 0; i < message.length; i++) {
      line[i] = message[i] == '\n' || message[i] == '\r' ? (byte) ' ' : message[i];
    }
    line[message.length] = '\n';
    return line;
  }

  private void write() {
    try (OutputStream to = process.getOutputStream()) {
      for (byte[] line = outgoing.take(); line != END; line = outgoing.take()) {
        to.write(line);
        to.flush();
      }
    } catch (IOException e) {
      // It has ended, or reads no more: then it is ended below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endSoon();
  }

  private void read() {
    try (InputStream from = new BufferedInputStream(process.getInputStream(), 64 << 10)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = from.read(); b >= 0 && line.size() <= lineBytes; b = from.read()) {
        if (b != '\n') {
          line.write(b);
        } else if (line.size() > 0) {
          listener.onLine(line.toByteArray());
          line.reset();
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
    process.destroyForcibly();
    outgoing.clear();
    outgoing.offer(END);
    listener.onEnd();
  }

  /** As the specification has it: first its input is closed, then it is killed. */
  void end() {
    if (!outgoing.offer(END)) {
      process.destroyForcibly();
    }
  }

  private void endSoon() {
    try {
      if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  void kill() {
    process.destroyForcibly();
  }
}
