package dev.gatehouse.gateway.upstream;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the calls of each principal that run, so that one does not have all that an event loop can
 * do, nor fills it with questions that wait for an answer. Belongs to one event loop.
 */
final class CallsPerPrincipal {
  private final int most;
  private final Map<String, int[]> running = new HashMap<>();

  CallsPerPrincipal(int most) {
    this.most = most;
  }

  /** Whether one more may run; then {@link #leave} must follow. */
  boolean enter(String principal) {
    int[] count = running.computeIfAbsent(principal, ignored -> new int[1]);
    if (count[0] >= most) {
      return false;
    }
    count[0]++;
    return true;
  }

  void leave(String principal) {
    int[] count = running.get(principal);
    if (count != null) {
      count[0]--; // who calls will call again: tidied up later
    }
  }

  void tidy() {
    running.values().removeIf(count -> count[0] == 0);
  }
}
