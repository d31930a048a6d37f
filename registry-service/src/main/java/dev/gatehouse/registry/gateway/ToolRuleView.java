package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rule of a gateway as clients see it. See {@link ToolFilter}. */
record ToolRuleView(
    UUID id,
    UUID connectorId,
    @Nullable List<String> allowedTools,
    @Nullable String pattern,
    boolean readOnly,
    Instant createdAt,
    @JsonIgnore long version)
    implements Versioned {

  static ToolRuleView of(ToolRule rule) {
    return new ToolRuleView(
        rule.id,
        rule.connectorId,
        rule.allowedTools,
        rule.namePattern,
        rule.readOnly,
        rule.createdAt,
        rule.version);
  }
}
