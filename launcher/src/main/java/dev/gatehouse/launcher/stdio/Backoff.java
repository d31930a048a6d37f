package dev.gatehouse.launcher.stdio;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long a command line rests whose programs end without having answered: longer each time. The
 * first failure is forgiven, as old servers end when they are asked in a way they do not know.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;
  private static final int MAX_ENTRIES = 10_000;

  private final LongSupplier millis;
  private final Map<String, Rest> rests = new HashMap<>();

  private record Rest(int failures, long until) {}

  Backoff(LongSupplier millis) {
    this.millis = millis;
  }

  boolean rests(String command) {
    Rest rest = rests.get(command);
    return rest != null && rest.until() > millis.getAsLong();
  }

  void failed(String command) {
    if (rests.size() >= MAX_ENTRIES) {
      rests.clear();
    }
    Rest before = rests.get(command);
    int failures = before == null ? 1 : before.failures() + 1;
    long pause =
        failures == 1 ? 0 : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 2, 16));
    rests.put(command, new Rest(failures, millis.getAsLong() + pause));
  }

  void answered(String command) {
    rests.remove(command);
  }
}
