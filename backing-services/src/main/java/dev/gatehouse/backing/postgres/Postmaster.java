package dev.gatehouse.backing.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The running postmaster of a data folder, known by its {@code postmaster.pid}, whoever started it.
 */
record Postmaster(ProcessHandle process, int port) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  /** The live postmaster of a folder. A lock file that a dead one left behind is removed. */
  static Optional<Postmaster> runningOn(Path data) throws IOException {
    var lockFile = data.resolve("postmaster.pid");
    if (!Files.exists(lockFile)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(lockFile);
    var process =
        lines.isEmpty()
            ? Optional.<ProcessHandle>empty()
            : ProcessHandle.of(Long.parseLong(lines.get(PID_LINE).trim()));
    if (process.filter(Postmaster::isPostgres).isEmpty()) {
      // The process id may belong to something else by now, and PostgreSQL would not dare to start.
      Files.deleteIfExists(lockFile);
      return Optional.empty();
    }
    if (lines.size() <= PORT_LINE) {
      return Optional.empty();
    }
    return process.map(it -> new Postmaster(it, Integer.parseInt(lines.get(PORT_LINE).trim())));
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().map(it -> it.endsWith("postgres")).orElse(false);
  }

  long pid() {
    return process.pid();
  }

  /** Fast shutdown; killed if that takes too long, which PostgreSQL recovers from at its start. */
  void stop() {
    if (!isPostgres(process)) {
      return;
    }
    try {
      // SIGINT is the fast shutdown. Java itself can send SIGTERM only, which waits for every
      // client.
      new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
      if (!hasEnded(STOP_LIMIT)) {
        process.destroyForcibly();
        hasEnded(STOP_LIMIT);
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Not {@code onExit()}: a zombie, which nobody has taken note of yet, has ended as well. */
  private boolean hasEnded(Duration limit) throws InterruptedException {
    var deadline = Instant.now().plus(limit);
    while (isPostgres(process)) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }
}
