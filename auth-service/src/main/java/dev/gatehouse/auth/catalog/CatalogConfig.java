package dev.gatehouse.auth.catalog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What auth-service knows of the catalogue: which MCP endpoints there are. */
@ConfigMapping(prefix = "gatehouse.endpoints")
interface CatalogConfig {
  /**
   * How long a request for a token waits for an endpoint that is not known yet, because it may have
   * been made a moment ago.
   */
  @WithDefault("2s")
  Duration awaited();
}
