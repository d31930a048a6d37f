package dev.gatehouse.audit.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of exports. */
@ConfigMapping(prefix = "gatehouse.audit.export")
interface ExportConfig {

  /** Records of one export at most; the next one goes on after the last ({@code after}). */
  @WithDefault("1000000")
  int maxRecords();

  /** Exports that run at the same time in this process. */
  @WithDefault("4")
  int concurrent();
}
