package dev.gatehouse.launcher.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log that is read from its end on. */
final class LogFile {

  private static final int BLOCK = 256 * 1024;

  private final Path file;
  private long position;

  LogFile(Path file) {
    this.file = file;
  }

  /** The last lines, and the place from which {@link #added} goes on. */
  List<String> tail(int lines) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    position = Math.max(0, Files.size(file) - BLOCK);
    var read = added();
    return read.subList(Math.max(0, read.size() - lines), read.size());
  }

  /** Whole lines that were written since the last call; from the start if the file was replaced. */
  List<String> added() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      if (log.length() < position) {
        position = 0;
      }
      log.seek(position);
      var bytes = new byte[(int) Math.min(BLOCK, log.length() - position)];
      log.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      position += end;
      return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
