package dev.gatehouse.gateway.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Lists and calls of tools. */
@ConfigMapping(prefix = "gatehouse.tools")
public interface ToolsConfig {
  /** Tools on one page of {@code tools/list}. */
  @WithDefault("1000")
  int listPageSize();

  /** How long a client may take to bring the input that a tool has asked for (2026-07-28). */
  @WithDefault("10m")
  Duration inputWithin();
}
