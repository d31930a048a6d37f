package dev.gatehouse.launcher.stdio;

import java.util.List;

/** For whoever starts the runner itself. */
public final class Guards {
  /** Before a command line: the process is killed when the thread that started it ends. */
  public static final List<String> WITH_PARENT = List.of("setpriv", "--pdeathsig", "KILL", "--");

  private Guards() {}
}
