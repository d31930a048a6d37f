package dev.gatehouse.registry.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where in its life a version of a server is. A deleted one is hidden unless asked for. */
public enum ServerStatus {
  ACTIVE,
  DEPRECATED,
  DELETED;

  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ServerStatus> of(String value) {
    return Arrays.stream(values()).filter(status -> status.value().equals(value)).findFirst();
  }
}
