package dev.gatehouse.audit.destination;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of what is sent to organisations' own systems. */
@ConfigMapping(prefix = "gatehouse.audit.destinations")
interface DestinationConfig {
  /** Destinations of one organisation at most. */
  @WithDefault("10")
  int perOrganisation();

  /** How often it is looked for destinations that are due. */
  @WithDefault("2s")
  Duration check();

  /** Destinations that this process sends to at the same time. */
  @WithDefault("8")
  int concurrent();

  /** Destinations of one organisation that are sent to at the same time, by all processes. */
  @WithDefault("2")
  int concurrentPerOrganisation();

  /** How long one request, or one batch over syslog, may take. */
  @WithDefault("15s")
  Duration timeout();

  /** First pause after a failure; it doubles. */
  @WithDefault("5s")
  Duration firstPause();

  /** Longest pause between two tries. */
  @WithDefault("1h")
  Duration longestPause();

  /** How long one destination is sent to before others have their turn. */
  @WithDefault("30s")
  Duration turn();
}
