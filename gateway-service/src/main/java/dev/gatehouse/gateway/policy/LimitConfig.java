package dev.gatehouse.gateway.policy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many messages a minute are served, per replica; a minute's worth may come at once. */
@ConfigMapping(prefix = "gatehouse.limits")
public interface LimitConfig {
  /** Messages of one caller a minute; 0 for no limit. */
  @WithDefault("0")
  int callerPerMinute();

  /** Messages to one gateway a minute; 0 for no limit. */
  @WithDefault("0")
  int gatewayPerMinute();

  /** Messages to all gateways of an organisation a minute; 0 for no limit. */
  @WithDefault("0")
  int organisationPerMinute();
}
