package dev.gatehouse.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of a journey, outside the source tree as a user's would be. */
public final class Folders {
  private Folders() {}

  public static Path temporary(String purpose) {
    try {
      return Files.createTempDirectory("gatehouse-" + purpose + "-").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void delete(Path folder) {
    for (Path path : deepestFirst(folder)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copies all files of a folder into one. */
  static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (Path file : filesIn(from)) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Regular files at or below a folder; what vanishes while looking is left out. */
  public static List<Path> filesIn(Path folder) {
    return deepestFirst(folder).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> deepestFirst(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
