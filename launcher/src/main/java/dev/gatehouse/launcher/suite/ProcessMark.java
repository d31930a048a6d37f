package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.data.DataFolder;
import java.util.Arrays;
import java.util.List;

/**
 * Marks on the command line of a service by which its process is found again, even if the launcher
 * was killed before it could write down the process id.
 */
final class ProcessMark {

  private static final String DATA = "-Dgatehouse.data=";
  private static final String SERVICE = "-Dgatehouse.service=";

  private ProcessMark() {}

  static List<String> of(DataFolder data, String service) {
    return List.of(DATA + data.path(), SERVICE + service);
  }

  /** All live processes of a service on a data folder. */
  static List<ProcessHandle> find(DataFolder data, String service) {
    var marks = of(data, service);
    return ProcessHandle.allProcesses()
        .filter(process -> arguments(process).containsAll(marks))
        .toList();
  }

  private static List<String> arguments(ProcessHandle process) {
    return process.info().arguments().map(Arrays::asList).orElse(List.of());
  }
}
