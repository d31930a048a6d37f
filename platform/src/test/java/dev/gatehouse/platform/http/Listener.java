package dev.gatehouse.platform.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target on 127.0.0.1 that says exactly the bytes it is told, and counts who knocks. */
final class Listener implements AutoCloseable {
  /** Writes the answer; the connection is closed when it returns. */
  interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  final AtomicInteger accepted = new AtomicInteger();

  /** Request line and headers of each request. */
  final List<List<String>> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;

  private Listener(ServerSocket socket) {
    this.socket = socket;
  }

  static Listener answering(String response) {
    return answering(out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static Listener answering(Answer answer) {
    try {
      var listener = new Listener(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
      Thread.ofVirtual().start(() -> listener.accept(answer));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 200 with this body. */
  static Listener saying(String body) {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  private void accept(Answer answer) {
    while (!socket.isClosed()) {
      try {
        Socket peer = socket.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(peer, answer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket peer, Answer answer) {
    try (peer) {
      requests.add(head(peer));
      answer.write(peer.getOutputStream());
      peer.getOutputStream().flush();
    } catch (IOException | InterruptedException clientGone) {
      // what the client made of it is for the test to say
    }
  }

  private static List<String> head(Socket peer) throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty()) {
        break;
      }
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
