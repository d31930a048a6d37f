package dev.gatehouse.audit.digest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the chains of audit records are signed. */
@ConfigMapping(prefix = "gatehouse.audit.digest")
interface DigestConfig {

  /**
   * How often what was added to the chains is signed. Until then, whoever owns the database could
   * still rewrite the newest records and the end of their chain together.
   */
  @WithDefault("1h")
  Duration every();
}
