package dev.gatehouse.launcher.stdio;

import java.time.Duration;
import java.util.List;

/**
 * Bounds of the programs.
 *
 * @param programs that run at the same time
 * @param ofOneOrganisation those of them that one organisation may have
 * @param memoryBytes of one process
 * @param processorTime of one process, after which the kernel ends it
 * @param lineBytes of one message that it writes
 * @param idle after which a conversation is ended
 */
record ProgramLimits(
    int programs,
    int ofOneOrganisation,
    long memoryBytes,
    Duration processorTime,
    int lineBytes,
    Duration idle) {
  private static final int OPEN_FILES = 1024;

  static final ProgramLimits DEFAULTS =
      new ProgramLimits(64, 16, 2L << 30, Duration.ofHours(1), 8 << 20, Duration.ofMinutes(10));

  ProgramLimits withPrograms(int all, int ofOne) {
    return new ProgramLimits(all, ofOne, memoryBytes, processorTime, lineBytes, idle);
  }

  /** As {@code prlimit} sets them. */
  List<String> words() {
    return List.of(
        "prlimit",
        "--core=0",
        "--nofile=" + OPEN_FILES,
        "--data=" + memoryBytes,
        "--cpu=" + processorTime.toSeconds(),
        "--");
  }
}
