package dev.gatehouse.audit.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks for an export, and reads of it what and when it is told to. */
final class UnhurriedClient implements AutoCloseable {
  private static final int SMALL_WINDOW = 64 << 10;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final String head;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private boolean whole;

  /** Has read the head of the response, and nothing else. */
  UnhurriedClient(URI uri, String bearer) throws IOException {
    socket.setReceiveBufferSize(SMALL_WINDOW);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    String request =
        "GET %s?%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(uri.getPath(), uri.getQuery(), uri.getAuthority(), bearer);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    in = new BufferedInputStream(socket.getInputStream());
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\n")) {
      read.append((char) in.read());
    }
    head = read.toString();
  }

  String head() {
    return head;
  }

  /** Everything until the body ends, as it should or not (RFC 9112 section 7.1). */
  UnhurriedClient readOn() {
    try {
      socket.setSoTimeout(60_000);
      while (!whole) {
        int size = Integer.parseInt(line(), 16);
        for (int i = 0; i < size; i++) {
          body.write(next());
        }
        line();
        whole = size == 0;
      }
    } catch (IOException e) {
      // broke off
    }
    return this;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = next(); b != '\n'; b = next()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new IOException("no more");
    }
    return b;
  }

  /** Whether the body ended as it should. */
  boolean whole() {
    return whole;
  }

  /** Those that came with their end. */
  List<String> lines() {
    String text = body.toString(StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
