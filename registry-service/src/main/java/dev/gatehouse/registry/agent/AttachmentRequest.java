package dev.gatehouse.registry.agent;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.gateway.ToolFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST}.
 *
 * @param mcpServerId id of a connector
 * @param allowedTools the server's names of the only tools that are taken; all unless given
 */
record AttachmentRequest(@Nullable UUID mcpServerId, @Nullable List<String> allowedTools) {

  ToolFilter filter() {
    return new ToolFilter(allowedTools, null, null);
  }

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    List<FieldError> errors = new ArrayList<>(filter().check());
    if (mcpServerId == null) {
      errors.addFirst(new FieldError("/mcpServerId", "is required"));
    }
    return errors;
  }
}
