package dev.gatehouse.audit.export;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Bounds of exports. */
@ConfigMapping(prefix = "gatehouse.audit.export")
interface ExportConfig {

  /** Records of one export at most; the next one goes on after the last ({@code after}). */
  @WithDefault("1000000")
  int maxRecords();

  /** Exports that run at the same time in this process. */
  @WithDefault("4")
  int concurrent();

  /** Exports of one organisation among them; half of them unless given, and one at least. */
  Optional<Integer> concurrentPerOrganisation();

  /** An export whose reader takes nothing for this long is cut off. */
  @WithDefault("30s")
  Duration patience();

  /** An export that takes longer is cut off; the next one goes on after the last record. */
  @WithDefault("1h")
  Duration longest();

  /** A statement that takes longer is given up, and a shorter time is looked at instead. */
  @WithDefault("10s")
  Duration statement();
}
