package dev.gatehouse.launcher.suite;

/**
 * One part of a local run, as {@code status} shows it.
 *
 * @param name of the part
 * @param state {@code ready}, {@code not ready} (it runs and does not answer as it should) or
 *     {@code down}
 * @param pid process that it lives in; 0 if it is down
 * @param url where it answers
 */
public record PartStatus(String name, String state, long pid, String url) {

  static final String READY = "ready";
  static final String NOT_READY = "not ready";
  static final String DOWN = "down";

  public boolean isReady() {
    return state.equals(READY);
  }
}
