package dev.gatehouse.registry.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long secrets stay in Vault that no connector refers to. */
@ConfigMapping(prefix = "gatehouse.credentials")
interface CredentialConfig {

  /**
   * How long a replaced or removed secret is kept: gateways learn of the change within seconds and
   * may read the old one until then.
   */
  @WithDefault("30s")
  Duration keptAfterReplacement();

  /**
   * When a secret counts as an orphan that was written but never referred to, because the service
   * ended in between. Must be longer than a request can take.
   */
  @WithDefault("10m")
  Duration orphanedAfter();

  /** How often secrets that are due are destroyed. */
  @WithDefault("5s")
  Duration reapEvery();
}
