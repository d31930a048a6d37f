package dev.gatehouse.backing.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the end of a server's log for an error message. */
final class ServerLog {

  private static final int LINES = 8;

  private ServerLog() {}

  static String tail(Path log) {
    try {
      var lines = Files.readAllLines(log);
      var last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return last.isEmpty()
          ? ""
          : System.lineSeparator() + String.join(System.lineSeparator(), last);
    } catch (IOException e) {
      return "";
    }
  }
}
