package dev.gatehouse.gateway.upstream;

/** Parts of the heap that are set aside for what is read from and written to others. */
public final class HeapShare {
  private HeapShare() {}

  /**
   * Each event loop's part of it, in bytes: a loop is never asked what another has.
   *
   * @param percent of the heap, for all loops together
   */
  public static long ofOneLoop(int percent) {
    Runtime machine = Runtime.getRuntime();
    return machine.maxMemory() / 100 * percent / machine.availableProcessors();
  }
}
