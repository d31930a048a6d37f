package dev.gatehouse.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that is kept open, for GETs one after the other. It takes less of the processor,
 * which what is measured needs, than a client that can do more.
 */
final class KeptConnection implements AutoCloseable {
  private static final int SILENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final String headers;
  private final byte[] buffer = new byte[1 << 16];

  KeptConnection(URI origin, String bearer) throws IOException {
    socket = new Socket(origin.getHost(), origin.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), buffer.length);
    headers =
        " HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(origin.getHost(), origin.getPort(), bearer);
  }

  /** Sends a GET and reads the whole reply; returns its status. */
  int get(String path) throws IOException {
    socket.getOutputStream().write(("GET " + path + headers).getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(line().substring(9, 12));
    long length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).trim());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = true;
      }
    }
    if (chunked) {
      skipChunks();
    } else {
      skip(length);
    }
    return status;
  }

  private void skipChunks() throws IOException {
    long length;
    do {
      length = Long.parseLong(line(), 16);
      skip(length);
      line();
    } while (length > 0);
  }

  private void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("a reply that ends in the middle");
      }
      left -= read;
    }
  }

  private String line() throws IOException {
    int at = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("a reply that ends in the middle");
      }
      buffer[at++] = (byte) next;
    }
    return new String(buffer, 0, Math.max(0, at - 1), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
