package dev.gatehouse.registry.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Registries with the API of the official one whose servers are mirrored, by names of one's own.
 */
@ConfigMapping(prefix = "gatehouse.mirrors")
interface MirrorConfig {

  /** The registries by their names. */
  @WithParentName
  Map<String, Mirror> all();

  /** A registry. */
  interface Mirror {

    /** What comes before {@code /v0.1/servers}. Its address has to be one that egress permits. */
    URI url();

    /**
     * How long after one run the next one asks for what has changed; a tenth more or less, so that
     * many do not ask at once.
     */
    @WithDefault("1h")
    Duration every();
  }
}
