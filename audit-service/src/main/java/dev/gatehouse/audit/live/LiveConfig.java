package dev.gatehouse.audit.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of live streams of records. */
@ConfigMapping(prefix = "gatehouse.audit.live")
interface LiveConfig {
  /** Streams that this process has open at the same time; the next one is refused. */
  @WithDefault("64")
  int streams();

  /** Streams of one organisation among them. */
  @WithDefault("16")
  int streamsPerOrganisation();

  /** Streams of one caller among them. */
  @WithDefault("4")
  int streamsPerCaller();

  /** How often it is looked for new records, and whether the caller may still see them. */
  @WithDefault("1s")
  Duration every();

  /** A stream without records shows at least this often that it is open. */
  @WithDefault("15s")
  Duration keepAlive();

  /** A stream ends after this time; clients open it again where they were. */
  @WithDefault("1h")
  Duration longest();
}
