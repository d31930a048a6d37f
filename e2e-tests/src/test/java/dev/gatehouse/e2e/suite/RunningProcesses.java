package dev.gatehouse.e2e.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The processes that belong to a data folder: those whose command line, environment or working
 * directory names it. Asked of the system, not of the suite, so that a forgotten one is seen too.
 */
public record RunningProcesses(List<Running> all) {
  private static final Path PROC = Path.of("/proc");

  /**
   * @param parent 0 if it is gone or not of this suite
   */
  public record Running(long pid, long parent, String commandLine) {
    public void kill() {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  public static RunningProcesses of(Path data) {
    return new RunningProcesses(
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .filter(process -> names(process, data))
            .map(RunningProcesses::describe)
            .toList());
  }

  /** Those whose command line has this text and whose parent is not one of them: no forks. */
  public List<Running> withCommand(String text) {
    List<Running> matching =
        all.stream().filter(running -> running.commandLine().contains(text)).toList();
    List<Long> pids = matching.stream().map(Running::pid).toList();
    return matching.stream().filter(running -> !pids.contains(running.parent())).toList();
  }

  void killAll() {
    all.forEach(Running::kill);
  }

  private static boolean names(ProcessHandle process, Path data) {
    Path folder = PROC.resolve(Long.toString(process.pid()));
    if (!Files.isDirectory(folder)) {
      return process.info().commandLine().orElse("").contains(data.toString());
    }
    return text(folder.resolve("cmdline")).contains(data.toString())
        || text(folder.resolve("environ")).contains(data.toString())
        || link(folder.resolve("cwd")).startsWith(data.toString());
  }

  private static Running describe(ProcessHandle process) {
    Path commandLine = PROC.resolve(Long.toString(process.pid())).resolve("cmdline");
    String text =
        Files.exists(commandLine)
            ? text(commandLine).replace('\0', ' ').strip()
            : process.info().commandLine().orElse("");
    return new Running(process.pid(), process.parent().map(ProcessHandle::pid).orElse(0L), text);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
