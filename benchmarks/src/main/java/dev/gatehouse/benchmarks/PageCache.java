package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fills the memory that nobody uses with pages of a file, as that of a machine is that has been up
 * for long. A virtual machine is given its memory page by page: to write a kilobyte to a page that
 * was free costs 1.7 µs of CPU, 0.25 µs where it has been written before, and free pages are taken
 * back.
 */
final class PageCache {
  /** For what is about to start. */
  private static final long LEFT_FREE = 1L << 30;

  private PageCache() {}

  /**
   * @param folder on the disk; the file takes no room there, and is gone when the benchmark ends
   */
  static void fill(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "page-cache", "");
    file.toFile().deleteOnExit(); // not before: its pages would be free again
    try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
      hole.setLength(Math.max(0, free() - LEFT_FREE));
      read(hole.getChannel());
    }
  }

  private static void read(FileChannel hole) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20);
    while (hole.read(piece) >= 0) {
      piece.clear();
    }
  }

  private static long free() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemFree:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/meminfo does not say how much memory is free");
  }
}
