package dev.gatehouse.audit.ingest;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Says when records wait for too long. Wellness, not readiness: queries go on meanwhile, and
 * neither a restart nor another replica would help.
 */
@Wellness
@ApplicationScoped
class IngestHealth implements HealthCheck {
  private final Retry retry;
  private final IngestConfig config;

  IngestHealth(Retry retry, IngestConfig config) {
    this.retry = retry;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("audit ingest").up();
    retry
        .longestWait()
        .ifPresent(wait ->
            response
                .status(wait.since().isAfter(Instant.now().minus(config.patience())))
                .withData("waiting-since", wait.since().toString())
                .withData("reason", wait.reason()));
    return response.build();
  }
}
