package dev.gatehouse.audit.verify;

/** Whoever waits for a verdict: without them a verification goes no further. */
@FunctionalInterface
interface Asker {
  /** Whoever waits however long it takes. */
  Asker PATIENT = () -> false;

  /** Whether nobody waits any more. */
  boolean hasLeft();

  /** Called before every page of records. */
  default void requireThere() {
    if (hasLeft()) {
      throw new LeftException();
    }
  }

  /** Nobody waits for the verdict any more. */
  final class LeftException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
