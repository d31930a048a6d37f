package dev.gatehouse.registry.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the public part of the server catalogue is filled from. */
@ConfigMapping(prefix = "gatehouse.catalogue")
interface CatalogueConfig {

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
}
