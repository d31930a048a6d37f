package dev.gatehouse.auth.login;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Signed-in browsers. */
@ConfigMapping(prefix = "gatehouse.session")
interface SessionConfig {

  /** How long a browser stays signed in. */
  @WithDefault("12h")
  Duration lifetime();
}
