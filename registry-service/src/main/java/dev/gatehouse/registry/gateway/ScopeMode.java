package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a tool beyond a token's scopes. */
public enum ScopeMode {
  /** It is unknown. */
  HIDE,
  /** Calling it answers 403 {@code insufficient_scope}, so that a client can ask for more. */
  CHALLENGE;

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static ScopeMode of(String value) {
    for (ScopeMode mode : values()) {
      if (mode.value().equals(value)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("must be one of hide, challenge");
  }
}
