package dev.gatehouse.audit.destination;

import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.http.TargetGuard;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the way out to a destination. */
@ApplicationScoped
class Outlets {
  private final SafeHttpClient http;
  private final TargetGuard guard;
  private final DestinationSecrets secrets;
  private final DestinationConfig config;
  private final String hostname;

  Outlets(
      SafeHttpClient http,
      TargetGuard guard,
      DestinationSecrets secrets,
      DestinationConfig config,
      @ConfigProperty(name = "gatehouse.origin") URI origin) {
    this.http = http;
    this.guard = guard;
    this.secrets = secrets;
    this.config = config;
    this.hostname = origin.getHost() == null ? "-" : origin.getHost();
  }

  /**
   * @throws dev.gatehouse.platform.vault.VaultException if its credentials cannot be read
   */
  Outlet to(Destination destination) {
    UUID credentials = destination.credentials();
    return switch (destination.document().kind()) {
      case WEBHOOK ->
          new WebhookOutlet(
              http,
              destination,
              credentials == null ? Map.of() : secrets.read(credentials),
              config.timeout());
      case SYSLOG -> new SyslogOutlet(guard, destination.document(), hostname, config.timeout());
    };
  }
}
