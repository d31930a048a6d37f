package dev.gatehouse.audit.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What ingest takes and how it waits. */
@ConfigMapping(prefix = "gatehouse.audit.ingest")
interface IngestConfig {

  /** Consumers of this process; more than the audit topic has partitions are idle. */
  @WithDefault("3")
  @Min(1)
  @Max(64)
  int consumers();

  /** A record that happened longer ago goes to the dead letters instead of the trail. */
  @WithDefault("90d")
  Duration oldest();

  /** So does one that claims to happen this far in the future: its sender's clock is wrong. */
  @WithDefault("24h")
  Duration ahead();

  /** A record that claims to be from the future by more than this is marked: a clock is wrong. */
  @WithDefault("5s")
  Duration skew();

  /** First pause before a batch is tried again while PostgreSQL or Kafka is away; it doubles. */
  @WithDefault("100ms")
  Duration firstPause();

  /** Longest pause between two tries. */
  @WithDefault("5s")
  Duration longestPause();

  /** How long a batch may wait before the wellness check says so. */
  @WithDefault("30s")
  Duration patience();
}
