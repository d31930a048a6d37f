package dev.gatehouse.e2e.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A text that is looked for in everything that a suite has written to its folder. */
public record Secret(String text) {

  /** Where a suite writes, by the name of the folder; there is more in the whole of it. */
  public enum Place {
    POSTGRES,
    KAFKA,
    SPOOL,
    LOGS;

    private Path of(Suite suite) {
      return suite.data().resolve(name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * The files of database, Kafka, spools, vault and logs that hold it. PostgreSQL compresses what
   * it moves out of its rows, from 2 KB on; Kafka's batches are lz4, in which a text that comes for
   * the first time stands as it is. In spools bodies are sealed, and what is around them is not.
   */
  public List<Path> filesOf(Suite suite) throws IOException {
    return filesIn(suite.data());
  }

  /** Those of one place. */
  public List<Path> filesOf(Suite suite, Place place) throws IOException {
    return filesIn(place.of(suite));
  }

  private List<Path> filesIn(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && isIn(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return goneMeanwhile(failure);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : goneMeanwhile(failure);
          }
        });
    return found;
  }

  /** Files of PostgreSQL, Kafka and spools go at any time; not to be read is another matter. */
  private static FileVisitResult goneMeanwhile(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  private boolean isIn(Path file) throws IOException {
    byte[] wanted = text.getBytes(UTF_8);
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return false; // gone meanwhile, as spools and segments of Kafka go
    }
    outer:
    for (int i = 0; i <= content.length - wanted.length; i++) {
      for (int j = 0; j < wanted.length; j++) {
        if (content[i + j] != wanted[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }
}
