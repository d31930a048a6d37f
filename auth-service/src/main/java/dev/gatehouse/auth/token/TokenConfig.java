package dev.gatehouse.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what comes of a consent is good for. */
@ConfigMapping(prefix = "gatehouse.tokens")
interface TokenConfig {

  /** Access tokens; a gateway takes one until then unless its grant is revoked. */
  @WithDefault("10m")
  Duration accessLifetime();

  /** Refresh tokens, each from its issue; a client that does not come back signs in again. */
  @WithDefault("30d")
  Duration refreshLifetime();

  /** Authorization codes. */
  @WithDefault("1m")
  Duration codeLifetime();
}
