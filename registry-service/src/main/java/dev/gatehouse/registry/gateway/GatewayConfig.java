package dev.gatehouse.registry.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one organisation can have. */
@ConfigMapping(prefix = "gatehouse.gateways")
interface GatewayConfig {

  /** Gateways, agents and runners of an organisation, together. */
  @WithDefault("1000")
  int maxPerOrganisation();

  /** Tools that one of them can show. */
  @WithDefault("20000")
  int maxTools();
}
