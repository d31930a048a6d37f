package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST}: tools of which connector. See {@link ToolFilter}. */
record ToolRuleRequest(
    @Nullable UUID connectorId,
    @Nullable List<String> allowedTools,
    @Nullable String pattern,
    @Nullable Boolean readOnly) {

  ToolFilter filter() {
    return new ToolFilter(allowedTools, pattern, readOnly);
  }

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    List<FieldError> errors = new ArrayList<>(filter().check());
    if (connectorId == null) {
      errors.addFirst(new FieldError("/connectorId", "is required"));
    }
    return errors;
  }
}
