package dev.gatehouse.registry.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the public part of the server catalogue is filled from. */
@ConfigMapping(prefix = "gatehouse.catalogue")
public interface CatalogueConfig {

  /** Whether a first start brings the servers that Gatehouse ships, so that there is something. */
  @WithDefault("true")
  boolean startCatalogue();

  /**
   * A file of servers, one JSON document a line: {@code server.json}, or as a registry lists it
   * with {@code server} and {@code _meta}; gzipped if its name ends in {@code .gz}. Read again
   * after it has changed.
   */
  Optional<Path> file();

  /** How often the service looks whether something is due. */
  @WithDefault("10s")
  Duration checkEvery();

  /** Registries that are mirrored, by a name of one's own. */
  Map<String, Registry> registries();

  /** A registry with the API of the official one. */
  interface Registry {

    /** What comes before {@code /v0.1/servers}. Its address has to be one that egress permits. */
    URI url();

    /**
     * How long after one run the next one asks for what has changed; about, for there is jitter.
     */
    @WithDefault("1h")
    Duration every();
  }
}
