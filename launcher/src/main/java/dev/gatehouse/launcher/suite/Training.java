package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * A run whose only purpose is that services record their {@link AotCache}: on a data folder of its
 * own, through sign-in, registration, discovery and a tool call, and down again.
 */
public final class Training {

  private final Path home;

  public Training(Path home) {
    this.home = home;
  }

  /**
   * Makes the caches that are missing or older than their program.
   *
   * @throws dev.gatehouse.launcher.Failure if the suite does not start
   */
  public void run(Progress progress) throws IOException {
    var untrained =
        Arrays.stream(Service.values())
            .map(service -> new ServiceProgram(home, service).cache())
            .filter(cache -> !cache.isCurrent())
            .toList();
    if (untrained.isEmpty()) {
      return;
    }
    var folder = home.resolve("target/training");
    delete(folder);
    var settings = new RunSettings(DataFolder.of(folder), home, Optional.of(0), true, true);
    try (var suite = Suite.start(settings, progress)) {
      progress.step("recorded from " + suite.endpoints().origin());
    }
    untrained.forEach(AotCache::keep);
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
