package dev.gatehouse.e2e.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes connections on to a server, byte by byte, and keeps every byte of both directions. */
public final class Recorder implements AutoCloseable {
  private final URI target;
  private final ServerSocket server;
  private final Queue<ByteArrayOutputStream> toServer = new ConcurrentLinkedQueue<>();
  private final Queue<ByteArrayOutputStream> toClients = new ConcurrentLinkedQueue<>();

  private Recorder(URI target, ServerSocket server) {
    this.target = target;
    this.server = server;
  }

  public static Recorder inFrontOf(URI target) {
    try {
      Recorder recorder =
          new Recorder(target, new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(recorder::accept);
      return recorder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The target's URL by way of this. */
  public URI url() {
    return URI.create(
        "http://%s:%d%s".formatted(target.getHost(), server.getLocalPort(), target.getRawPath()));
  }

  /** All that was sent to the server until now, connection after connection. */
  public String sentToServer() {
    return text(toServer);
  }

  /** All that the server has sent until now. */
  public String sentToClients() {
    return text(toClients);
  }

  private static String text(Queue<ByteArrayOutputStream> all) {
    StringBuilder text = new StringBuilder();
    all.forEach(one -> text.append(one.toString(StandardCharsets.ISO_8859_1)).append('\n'));
    return text.toString();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try {
      Socket onward = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
      client.setTcpNoDelay(true);
      onward.setTcpNoDelay(true);
      copyInBackground(client, onward, toServer);
      copyInBackground(onward, client, toClients);
    } catch (IOException e) {
      close(client);
    }
  }

  private static void copyInBackground(
      Socket from, Socket to, Queue<ByteArrayOutputStream> records) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    records.add(record);
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to;
              InputStream in = from.getInputStream();
              OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
              record.write(buffer, 0, read);
              out.write(buffer, 0, read);
              out.flush();
            }
          } catch (IOException e) {
            // one side has left
          }
        });
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed all the same
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
