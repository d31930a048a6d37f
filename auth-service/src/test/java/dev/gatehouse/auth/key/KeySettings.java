package dev.gatehouse.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Settings of keys that no other test has. */
record KeySettings(String path, Optional<Instant> madeAfter) implements KeyConfig {

  static KeySettings fresh() {
    return new KeySettings("services/auth/test-" + UUID.randomUUID(), Optional.empty());
  }

  @Override
  public Duration rotateEvery() {
    return Duration.ofDays(90);
  }

  @Override
  public Duration publishBefore() {
    return Duration.ofHours(1);
  }
}
