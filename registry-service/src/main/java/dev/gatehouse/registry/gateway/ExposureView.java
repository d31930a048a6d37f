package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.registry.tool.Tool;
import dev.gatehouse.registry.tool.ToolState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tool in a gateway's list.
 *
 * @param tool the upstream's name
 * @param name what clients see
 * @param position lists are in this order
 * @param ruleId of the rule that shows it; null if it was added by hand
 * @param status of the tool itself; it is shown while {@code active} or {@code pending}
 */
record ExposureView(
    UUID id,
    UUID toolId,
    UUID connectorId,
    String tool,
    String name,
    @Nullable String alias,
    @Nullable String description,
    boolean enabled,
    @Nullable Scope neededScope,
    int position,
    @Nullable UUID ruleId,
    ToolState status,
    @JsonIgnore long version)
    implements Versioned {

  static ExposureView of(Exposure exposure, Tool tool) {
    return new ExposureView(
        exposure.id,
        tool.id(),
        tool.connectorId(),
        tool.name(),
        exposure.name,
        exposure.alias,
        exposure.description,
        exposure.enabled,
        exposure.neededScope,
        exposure.position,
        exposure.ruleId,
        tool.state(),
        exposure.version);
  }
}
