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

  /**
   * How long a used refresh token may come again and is answered with the same successor: for
   * clients that lost the answer, or asked twice at once. Later it ends the grant.
   */
  @WithDefault("5s")
  Duration refreshGrace();

  /** Authorization codes. */
  @WithDefault("1m")
  Duration codeLifetime();
}
