package dev.gatehouse.audit.export;

import java.time.Duration;
import java.util.Optional;

/** What exports are held to where no service runs. */
record ExportBounds(int concurrent, Optional<Integer> concurrentPerOrganisation)
    implements ExportConfig {
  @Override
  public int maxRecords() {
    return 1_000;
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration longest() {
    return Duration.ofHours(1);
  }

  @Override
  public Duration statement() {
    return Duration.ofSeconds(10);
  }
}
