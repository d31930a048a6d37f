package dev.gatehouse.registry.source;

/**
 * A run that cannot go on.
 *
 * <p>{@code afresh}: the place where it stands is no good, the next run begins again.
 */
final class RunFailure extends RuntimeException {
  private final String reason;
  private final boolean afresh;

  RunFailure(String reason, boolean afresh) {
    super(reason, null, false, false);
    this.reason = reason;
    this.afresh = afresh;
  }

  String reason() {
    return reason;
  }

  boolean afresh() {
    return afresh;
  }
}
