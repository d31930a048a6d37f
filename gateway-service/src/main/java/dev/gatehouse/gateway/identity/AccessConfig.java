package dev.gatehouse.gateway.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who is let in. */
@ConfigMapping(prefix = "gatehouse.access")
public interface AccessConfig {
  /**
   * True serves callers without a credential as editors of the gateway's organisation; only where
   * {@code gatehouse.run-mode} is {@code local} and {@code gatehouse.origin} is on loopback.
   */
  @WithDefault("false")
  boolean open();
}
