package dev.gatehouse.registry.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the answers to requests with an {@code Idempotency-Key} are kept. */
@ConfigMapping(prefix = "gatehouse.idempotency")
interface IdempotencyConfig {

  /** For this long the same key gets the same answer; after it, the key is as if never used. */
  @WithDefault("24h")
  Duration kept();
}
