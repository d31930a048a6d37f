package dev.gatehouse.platform.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The in-memory view of organisations, members and keys. */
@ConfigMapping(prefix = "gatehouse.identity")
interface IdentityConfig {

  /** How long API keys are taken although auth-service has not been heard of. */
  @WithDefault("15m")
  Duration keysGoodWithoutHeartbeat();

  /** How often auth-service is told which API keys were used. */
  @WithDefault("1m")
  Duration reportKeyUseEvery();
}
