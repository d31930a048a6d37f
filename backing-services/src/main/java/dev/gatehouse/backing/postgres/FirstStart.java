package dev.gatehouse.backing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Knows whether the first start of a folder came to its end. If it was killed half-way, nothing was
 * ever stored, and what it left would keep every later start from working.
 */
final class FirstStart {

  private static final String MARKER = "initialised";

  private FirstStart() {}

  static void discardUnfinished(Path directory) throws IOException {
    var data = directory.resolve("data");
    if (Files.exists(directory.resolve(MARKER)) || !Files.exists(data)) {
      return;
    }
    try (var files = Files.walk(data)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  static void markFinished(Path directory) throws IOException {
    var marker = directory.resolve(MARKER);
    if (!Files.exists(marker)) {
      Files.createFile(marker);
    }
  }
}
