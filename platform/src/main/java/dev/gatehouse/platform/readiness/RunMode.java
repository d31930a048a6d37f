package dev.gatehouse.platform.readiness;

import java.util.Locale;

/** Where the suite runs: {@code gatehouse.run-mode}, {@code production} unless set. */
public enum RunMode {
  /** Unsafe settings keep a service from starting. */
  PRODUCTION,
  /** A laptop or a test: plain HTTP on loopback, static vault tokens. */
  LOCAL;

  /**
   * @throws IllegalArgumentException if there is no such mode
   */
  public static RunMode of(String text) {
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "gatehouse.run-mode is '" + text + "'; it must be 'production' or 'local'", e);
    }
  }
}
