package dev.gatehouse.audit.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When old audit records leave. How long they are kept is in the table audit_retention. */
@ConfigMapping(prefix = "gatehouse.audit.retention")
interface RetentionConfig {

  /** How often it is looked for days whose time is over. */
  @WithDefault("1h")
  Duration every();

  /** How long after the start this is done for the first time. */
  @WithDefault("5m")
  Duration firstAfter();
}
