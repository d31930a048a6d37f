package dev.gatehouse.registry.connector;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** What may be connected at all. */
@ConfigMapping(prefix = "gatehouse.connectors")
interface ConnectorConfig {

  /**
   * Commands that stdio connectors may start, as absolute paths. None unless set: stdio is off,
   * because it runs programs on the operator's machines.
   */
  Optional<Set<String>> stdioCommands();

  /** Connectors of an organisation. */
  @WithDefault("1000")
  int maxPerOrganisation();
}
