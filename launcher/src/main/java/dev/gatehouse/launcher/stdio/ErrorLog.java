package dev.gatehouse.launcher.stdio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;

/** What a program writes to its error output: into the log, cut, bounded and without secrets. */
final class ErrorLog {
  private static final Logger LOG = System.getLogger(ErrorLog.class.getName());
  private static final int LONGEST_LINE = 500;
  private static final int SHORTEST_SECRET = 4;

  private final String name;
  private final List<String> secrets;
  private int left = 64 << 10;

  ErrorLog(String name, List<String> secrets) {
    this.name = name;
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Reads to the end: a full pipe would stop the program. */
  void drain(Reader output) {
    try (BufferedReader reader = new BufferedReader(output)) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          take(line);
        } else if (line.length() < LONGEST_LINE * 4) {
          line.append(Character.isISOControl(c) ? ' ' : (char) c);
        }
      }
      take(line);
    } catch (IOException e) {
      // The program has ended.
    }
  }

  private void take(StringBuilder read) {
    String line = clean(read.toString());
    read.setLength(0);
    if (left <= 0 || line.isBlank()) {
      return;
    }
    left -= line.length();
    LOG.log(Level.INFO, "{0}: {1}", name, line);
    if (left <= 0) {
      LOG.log(Level.WARNING, "{0}: says too much; nothing more of it is kept", name);
    }
  }

  String clean(String line) {
    String clean = line;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean.length() > LONGEST_LINE ? clean.substring(0, LONGEST_LINE) : clean;
  }
}
