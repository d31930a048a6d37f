package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Ahead-of-time cache of a program (JEP 483, 514 and 515): its classes as an earlier run has loaded
 * and linked them, with which it starts in half the time. It belongs to one build, one JDK and one
 * set of options; the JVM leaves aside what does not fit.
 *
 * @param program the jar that is run
 */
record AotCache(Path program) {

  private Path file() {
    return program.resolveSibling("gatehouse.aot");
  }

  /** Recorded under another name: what a killed run leaves behind is not to be used. */
  private Path unfinished() {
    return program.resolveSibling("gatehouse.aot.new");
  }

  /** Whether there is one that is younger than the program. */
  boolean isCurrent() {
    try {
      return Files.exists(file())
          && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(program)) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Options of a run that uses it, if there is one. */
  List<String> use() {
    return isCurrent() ? List.of("-XX:AOTCache=" + file()) : List.of();
  }

  /** Options of a run that records it; such a run starts slowly and needs seconds to end. */
  List<String> recording() {
    return List.of("-XX:AOTCacheOutput=" + unfinished());
  }

  /**
   * Takes what a run that has ended has recorded.
   *
   * @throws Failure if it has recorded nothing
   */
  void keep() {
    try {
      Files.move(unfinished(), file(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure("%s recorded no cache.".formatted(program));
    }
  }
}
