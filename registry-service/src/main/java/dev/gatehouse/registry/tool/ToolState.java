package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/** Where a tool stands. */
public enum ToolState {
  /** Its approved definition is what the upstream has, or what a person wants instead. */
  ACTIVE,
  /** The approved definition is served; a changed one waits for a person. */
  PENDING,
  /** Not served until a person has approved the changed definition. */
  QUARANTINED,
  /** The upstream has it no more. */
  REMOVED;

  /** States in which the approved definition is served. */
  public static final Set<ToolState> SERVED = Set.of(ACTIVE, PENDING);

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
