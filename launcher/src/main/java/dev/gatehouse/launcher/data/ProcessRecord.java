package dev.gatehouse.launcher.data;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started, known by its id and the moment it began: an id alone may belong to
 * something else by now.
 *
 * @param pid process id
 * @param startedAt as the system tells it; null where it does not
 * @param fingerprint of what it runs and of its configuration; another one means it is outdated
 */
public record ProcessRecord(long pid, @Nullable Instant startedAt, String fingerprint) {

  /** The system derives the moment from its clock, which may be corrected in between. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  public static ProcessRecord of(ProcessHandle process, String fingerprint) {
    return new ProcessRecord(
        process.pid(), process.info().startInstant().orElse(null), fingerprint);
  }

  /** The process, if it still runs and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessRecord::runs).filter(this::isSame);
  }

  /** Whether a process does something still: a zombie is alive to Java, but has no command. */
  public static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /**
   * Ends a process in order; one that takes longer is killed.
   *
   * @param limit for the end in order
   */
  public static void end(ProcessHandle process, Duration limit) {
    process.destroy();
    if (!hasEnded(process, limit)) {
      process.destroyForcibly();
      hasEnded(process, KILL_LIMIT);
    }
  }

  private static boolean hasEnded(ProcessHandle process, Duration limit) {
    var deadline = Instant.now().plus(limit);
    while (runs(process)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private boolean isSame(ProcessHandle process) {
    var began = process.info().startInstant().orElse(null);
    if (began == null || startedAt == null) {
      return began == null && startedAt == null;
    }
    return Duration.between(began, startedAt).abs().compareTo(TOLERANCE) <= 0;
  }
}
