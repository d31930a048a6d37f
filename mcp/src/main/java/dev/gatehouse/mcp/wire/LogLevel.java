package dev.gatehouse.mcp.wire;

import java.util.Locale;
import java.util.Optional;

/** Levels of log messages, least severe first (RFC 5424, MCP logging). */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  public static Optional<LogLevel> of(String wireName) {
    for (LogLevel level : values()) {
      if (level.wireName().equals(wireName)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a message of this level is wanted by who set {@code least}. */
  public boolean reaches(LogLevel least) {
    return compareTo(least) >= 0;
  }
}
