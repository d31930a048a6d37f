package dev.gatehouse.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while calls cannot be recorded. */
@Readiness
@ApplicationScoped
class SpoolReadiness implements HealthCheck {
  private final Spool spool;

  SpoolReadiness(Spool spool) {
    this.spool = spool;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit spool").status(spool.writable()).build();
  }
}
