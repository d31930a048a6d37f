package dev.gatehouse.auth.error;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import dev.gatehouse.auth.Administrator;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** A form that is sent in pieces, without its length. */
final class ChunkedPost {
  private static final int PIECE = 1_000;

  private ChunkedPost() {}

  /** Sends a body in pieces; returns the head of the answer. */
  static String to(String path, String body) throws IOException {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          """
          POST %s HTTP/1.1
          Host: localhost
          Gatehouse-Caller: %s
          Content-Type: %s
          Transfer-Encoding: chunked
          Connection: close

          """
              .formatted(
                  path,
                  administrator(),
                  path.startsWith("/api/")
                      ? "application/json"
                      : "application/x-www-form-urlencoded")
              .replace("\n", "\r\n")
              .getBytes(US_ASCII));
      try {
        write(out, body);
      } catch (IOException _) {
        // It need not be read to its end.
      }
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .lines()
          .takeWhile(line -> !line.isEmpty())
          .collect(joining("\n"));
    }
  }

  private static String administrator() {
    Administrator admin = Administrator.get();
    return TestKeys.current()
        .assertion(
            "launcher",
            "auth",
            new Caller(
                admin.user(),
                null,
                null,
                null,
                admin.organisation(),
                Role.OWNER,
                Set.of(Scope.values()),
                null));
  }

  private static void write(OutputStream out, String body) throws IOException {
    for (int sent = 0; sent < body.length(); sent += PIECE) {
      int now = Math.min(PIECE, body.length() - sent);
      String piece = body.substring(sent, sent + now);
      out.write((Integer.toHexString(now) + "\r\n" + piece + "\r\n").getBytes(US_ASCII));
    }
    out.write("0\r\n\r\n".getBytes(US_ASCII));
    out.flush();
  }
}
