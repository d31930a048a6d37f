package dev.gatehouse.gateway.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Credentials of connectors, read from Vault and held in memory for a short time. */
@ConfigMapping(prefix = "gatehouse.credentials")
public interface CredentialConfig {

  /** How long a credential goes on being used while Vault cannot be reached. */
  @WithDefault("5m")
  Duration goodFor();

  /** When it is read again while the one at hand is still used. */
  @WithDefault("4m")
  Duration refreshAfter();
}
