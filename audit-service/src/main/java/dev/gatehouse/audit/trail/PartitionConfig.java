package dev.gatehouse.audit.trail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** When the partitions of the trail are made. */
@ConfigMapping(prefix = "gatehouse.audit.partitions")
interface PartitionConfig {

  /** How many days ahead of today partitions are kept ready. */
  @WithDefault("7")
  @Min(1)
  @Max(60)
  int daysAhead();

  /** How often it is checked that they are there. */
  @WithDefault("1h")
  Duration checkEvery();
}
