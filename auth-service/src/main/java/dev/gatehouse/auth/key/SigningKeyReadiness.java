package dev.gatehouse.auth.key;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says when no signing key is loaded. The service is ready all the same: keys, organisations and
 * sign-in work without the vault, only tokens wait for it.
 */
@Readiness
@ApplicationScoped
class SigningKeyReadiness implements HealthCheck {
  private final KeyRing keys;

  SigningKeyReadiness(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("signing key")
        .up()
        .withData("state", keys.loaded() ? "loaded" : "degraded")
        .build();
  }
}
