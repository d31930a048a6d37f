package dev.gatehouse.auth.catalog;

import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every endpoint that existed at the start is known here. */
@Readiness
@ApplicationScoped
class CatalogReadiness implements HealthCheck {
  private final CompactedTopicReader reader;
  private final KnownEndpoints endpoints;

  CatalogReadiness(@Identifier("catalog") CompactedTopicReader reader, KnownEndpoints endpoints) {
    this.reader = reader;
    this.endpoints = endpoints;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("catalog view")
        .status(reader.caughtUp())
        .withData("endpoints", endpoints.size())
        .build();
  }
}
