package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every gateway that existed at the start is known here. */
@Readiness
@ApplicationScoped
class CatalogReadiness implements HealthCheck {
  private final CompactedTopicReader reader;
  private final Catalog catalog;

  CatalogReadiness(@Identifier("catalog") CompactedTopicReader reader, Catalog catalog) {
    this.reader = reader;
    this.catalog = catalog;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("catalog view")
        .status(reader.caughtUp())
        .withData("gateways", catalog.size())
        .build();
  }
}
