package dev.gatehouse.gateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once it is known which bodies are not to be kept. */
@Readiness
@ApplicationScoped
class SettingsReadiness implements HealthCheck {
  private final SettingsView settings;

  SettingsReadiness(SettingsView settings) {
    this.settings = settings;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("audit settings view").status(settings.caughtUp()).build();
  }
}
