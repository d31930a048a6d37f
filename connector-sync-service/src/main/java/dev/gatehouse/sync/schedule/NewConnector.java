package dev.gatehouse.sync.schedule;

import com.github.f4b6a3.uuid.util.UuidUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Tells by its id alone whether a connector can have been made a moment ago. Whoever asks for one
 * that is not known here learns nothing from the time that the answer takes: the id of another
 * organisation's connector is treated as one that nobody has.
 */
final class NewConnector {
  /** So old may news of it be, with clocks that differ. */
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private NewConnector() {}

  static boolean mayBe(UUID id, Instant now) {
    return UuidUtil.isTimeOrderedEpoch(id)
        && Duration.between(UuidUtil.getInstant(id), now).abs().compareTo(MOMENT) <= 0;
  }
}
