package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.platform.change.Versioned;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connector whose resources or prompts a gateway shows, as clients see it. */
record ConnectorExposureView(
    UUID connectorId,
    boolean resources,
    boolean prompts,
    @Nullable String prefix,
    @JsonIgnore long version)
    implements Versioned {

  static ConnectorExposureView of(ConnectorExposure exposure) {
    return new ConnectorExposureView(
        exposure.connectorId,
        exposure.resources,
        exposure.prompts,
        exposure.prefix,
        exposure.version);
  }
}
