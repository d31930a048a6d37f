package dev.gatehouse.registry.gateway;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connector whose resources or prompts a gateway shows, as clients see it. */
record ConnectorExposureView(
    UUID connectorId, boolean resources, boolean prompts, @Nullable String prefix) {

  static ConnectorExposureView of(ConnectorExposure exposure) {
    return new ConnectorExposureView(
        exposure.connectorId, exposure.resources, exposure.prompts, exposure.prefix);
  }
}
