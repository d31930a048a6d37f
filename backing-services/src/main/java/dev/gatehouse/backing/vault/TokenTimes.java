package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** How long a token lives, and how far it can be renewed. Stored times are milliseconds. */
final class TokenTimes {

  private static final Duration DEFAULT_TTL = Duration.ofHours(768);
  private static final Duration MAX_TTL = Duration.ofHours(768);

  private TokenTimes() {}

  /** Sets the times of a new token. */
  static void start(ObjectNode entry, ObjectNode request) {
    var ttl = Durations.of(request.path("ttl"), "ttl");
    var period = Durations.of(request.path("period"), "period");
    var explicitMax = Durations.of(request.path("explicit_max_ttl"), "explicit_max_ttl");
    entry.put("issued", Instant.now().toEpochMilli());
    entry.put("period", period.toMillis());
    entry.put("explicit_max_ttl", explicitMax.toMillis());
    boolean forever =
        ttl.isZero()
            && period.isZero()
            && explicitMax.isZero()
            && Json.strings(entry.path("policies")).contains(Policies.ROOT);
    if (forever) {
      entry.put("creation_ttl", 0).put("expires", 0).put("renewable", false);
    } else {
      extend(entry, ttl);
      entry.put("creation_ttl", remaining(entry));
    }
  }

  /**
   * Moves the end of a token's life.
   *
   * @param increment asked for; zero for the default
   */
  static void extend(ObjectNode entry, Duration increment) {
    var now = Instant.now();
    var issued = Instant.ofEpochMilli(entry.path("issued").asLong());
    var period = Duration.ofMillis(entry.path("period").asLong());
    var explicitMax = Duration.ofMillis(entry.path("explicit_max_ttl").asLong());
    var max = explicitMax.isZero() || explicitMax.compareTo(MAX_TTL) > 0 ? MAX_TTL : explicitMax;
    Instant end;
    if (period.isZero()) {
      end = earlier(now.plus(wanted(entry, increment)), issued.plus(max));
    } else {
      end = now.plus(period.compareTo(max) > 0 ? max : period);
      end = explicitMax.isZero() ? end : earlier(end, issued.plus(explicitMax));
    }
    if (!end.isAfter(now)) {
      throw Refusal.badRequest("past the max TTL, cannot renew");
    }
    entry.put("expires", end.toEpochMilli());
  }

  private static Duration wanted(ObjectNode entry, Duration increment) {
    if (!increment.isZero()) {
      return increment;
    }
    long created = entry.path("creation_ttl").asLong();
    return created > 0 ? Duration.ofSeconds(created) : DEFAULT_TTL;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Seconds that are left, rounded up; 0 for a token without an end. */
  static long remaining(ObjectNode entry) {
    long expires = entry.path("expires").asLong();
    return expires == 0
        ? 0
        : Math.max(0, Math.ceilDiv(expires - Instant.now().toEpochMilli(), 1000));
  }
}
