package dev.gatehouse.gateway.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Lists and calls of tools. */
@ConfigMapping(prefix = "gatehouse.tools")
public interface ToolsConfig {

  /** Tools on one page of {@code tools/list}. */
  @WithDefault("1000")
  int listPageSize();
}
