package dev.gatehouse.audit.live;

import java.time.Duration;

/** What streams are held to where no service runs. */
record Bounds(
    int streams,
    int streamsPerOrganisation,
    int streamsPerCaller,
    Duration every,
    Duration keepAlive,
    Duration longest)
    implements LiveConfig {

  static Bounds ofSeats(int all, int ofOrganisation, int ofCaller) {
    return new Bounds(
        all,
        ofOrganisation,
        ofCaller,
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        Duration.ofHours(1));
  }

  /** A silent stream may be silent for an hour. */
  static Bounds patient(Duration every) {
    return new Bounds(1, 1, 1, every, Duration.ofHours(1), Duration.ofHours(1));
  }

  /** A stream that ends after a time, and has something to send all the while. */
  static Bounds chatty(Duration longest) {
    return new Bounds(1, 1, 1, Duration.ofMillis(10), Duration.ofMillis(10), longest);
  }

  /** A stream that ends after a time, and has nothing to send until then. */
  static Bounds silent(Duration longest) {
    return new Bounds(1, 1, 1, Duration.ofMillis(10), Duration.ofHours(1), longest);
  }
}
