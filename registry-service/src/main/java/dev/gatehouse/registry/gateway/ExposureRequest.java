package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST}: which tool, by its id or by connector and upstream name, and how it is
 * shown.
 */
record ExposureRequest(
    @Nullable UUID toolId,
    @Nullable UUID connectorId,
    @Nullable String tool,
    @Nullable String alias,
    @Nullable String description,
    @Nullable Boolean enabled,
    @Nullable Scope neededScope) {

  static final ExposureRequest NONE = new ExposureRequest(null, null, null, null, null, null, null);

  ExposureSettings settings() {
    return new ExposureSettings(alias, description, enabled, neededScope);
  }

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    boolean byId = toolId != null && connectorId == null && tool == null;
    boolean byName = toolId == null && connectorId != null && tool != null;
    return byId || byName
        ? settings().check()
        : List.of(new FieldError("/toolId", "give either toolId, or connectorId and tool"));
  }
}
