package dev.gatehouse.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project. */
final class Project {
  static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private Project() {}

  /** Main sources and resources of all modules with this ending, in the order of the build. */
  static List<Path> mainFiles(String ending) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main"))
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(main -> below(main, ending))
          .toList();
    }
  }

  /** The Markdown files that people read. */
  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(
              top.filter(file -> file.toString().endsWith(".md")),
              below(ROOT.resolve("docs"), ".md"))
          .sorted()
          .toList();
    }
  }

  /** Name of the module that a file belongs to. */
  static String module(Path file) {
    return ROOT.relativize(file).getName(0).toString();
  }

  private static Stream<Path> below(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
