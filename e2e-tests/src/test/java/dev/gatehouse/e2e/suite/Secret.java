package dev.gatehouse.e2e.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A text that is looked for in everything that a suite has written to its folder. */
public record Secret(String text) {

  /**
   * The files of database, Kafka, spools, vault and logs that hold it. PostgreSQL compresses what
   * it moves out of its rows, from 2 KB on; Kafka's batches are lz4, in which a text that comes for
   * the first time stands as it is.
   */
  public List<Path> filesOf(Suite suite) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(suite.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (isIn(file)) {
          found.add(file);
        }
      }
    }
    return found;
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
