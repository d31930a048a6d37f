package dev.gatehouse.auth.metadata;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** Which web pages may talk to the OAuth endpoints from a browser. */
@ConfigMapping(prefix = "gatehouse.cors")
interface CorsConfig {

  /** Origins, or {@code *} for all. Cookies never count at these endpoints. */
  @WithDefault("*")
  Set<String> origins();
}
