package dev.gatehouse.audit.query;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of queries. */
@ConfigMapping(prefix = "gatehouse.audit.query")
interface QueryConfig {

  /** A query that takes longer is cancelled; the caller is asked to narrow it down. */
  @WithDefault("10s")
  Duration timeout();
}
