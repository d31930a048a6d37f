package dev.gatehouse.registry.source;

/** Another replica does the work now. */
final class LeaseLostException extends RuntimeException {
  LeaseLostException() {
    super("another replica has taken over", null, false, false);
  }
}
