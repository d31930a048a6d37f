package dev.gatehouse.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while this machine's disk takes no records: others may do better. A full spool is no
 * reason, since Kafka is away from all of them alike, and whoever wants reading calls to be served
 * then has to reach one.
 */
@Readiness
@ApplicationScoped
class SpoolReadiness implements HealthCheck {
  private final Spool spool;

  SpoolReadiness(Spool spool) {
    this.spool = spool;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit spool").status(!spool.directory().failing()).build();
  }
}
