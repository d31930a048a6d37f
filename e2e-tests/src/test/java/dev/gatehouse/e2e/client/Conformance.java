package dev.gatehouse.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run of {@code @modelcontextprotocol/conformance}: the scenarios that one revision requires of a
 * server. Each has to pass unless a file in {@code src/test/node/conformance} lists it, and those
 * listed have to fail: what has begun to pass is to be taken out of the file.
 */
public final class Conformance {
  static final String ENTRY = "node_modules/@modelcontextprotocol/conformance/dist/index.js";

  private static final int SECONDS = 120;

  private final String name;
  private final Path folder;
  private final Process process;

  private Conformance(String name, Path folder, Process process) {
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /**
   * Starts a run; several can run at once.
   *
   * @param journey whose run it is
   * @param expectedFailures name of the file
   */
  public static Conformance start(
      Class<?> journey, String revision, URI server, String expectedFailures) {
    String name = revision + "-" + expectedFailures;
    Path folder = Path.of("target/conformance", journey.getSimpleName(), name).toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Process process =
          new ProcessBuilder(
                  Npm.node(),
                  "--import",
                  "./patience.mjs",
                  ENTRY,
                  "server",
                  "--url",
                  server.toString(),
                  "--requirements",
                  revision,
                  "--expected-failures",
                  "conformance/" + expectedFailures + ".yml",
                  "--output-dir",
                  folder.resolve("checks").toString())
              .directory(Npm.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      return new Conformance(name, folder, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The entries of all files, each with what is said about it. */
  public static List<String> expectedFailures() {
    try (Stream<Path> files = Files.list(Npm.folder().resolve("conformance"))) {
      List<String> entries = new ArrayList<>();
      for (Path file : files.toList()) {
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("- "))
            .map(line -> line.substring(2))
            .forEach(entries::add);
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end and asserts that it was as expected. */
  public void expectNothingUnexpected() {
    try {
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ended within %d s", name, SECONDS).isTrue();
      assertThat(process.exitValue()).as(this::summary).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String summary() {
    try {
      String log = Files.readString(folder.resolve("log"));
      int summary = log.indexOf("=== SUMMARY");
      return "%s, details in %s%n%s".formatted(name, folder, log.substring(Math.max(0, summary)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
