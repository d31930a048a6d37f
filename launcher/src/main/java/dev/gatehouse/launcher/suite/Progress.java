package dev.gatehouse.launcher.suite;

/** Tells the person who waits what is being done. */
@FunctionalInterface
public interface Progress {

  /**
   * @param what one short line, for example {@code PostgreSQL is ready}
   */
  void step(String what);
}
