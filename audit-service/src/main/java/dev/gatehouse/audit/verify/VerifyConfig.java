package dev.gatehouse.audit.verify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * When the trail of every organisation is verified without being asked, and how many may be at
 * once.
 */
@ConfigMapping(prefix = "gatehouse.audit.verify")
interface VerifyConfig {

  /** How often. */
  @WithDefault("24h")
  Duration every();

  /** How many days back; older ones are verified when somebody asks. */
  @WithDefault("7")
  int days();

  /**
   * Verifications that are asked for and run at the same time in this process; each holds a
   * connection of the database.
   */
  @WithDefault("4")
  int concurrent();
}
