package dev.gatehouse.platform.problem;

/**
 * A kind of error with a stable address, RFC 9457 section 3.1. Each service has an enumeration of
 * its own kinds beside {@link CommonProblem}.
 */
public interface ProblemType {

  /** Last part of the type URI, such as {@code not-found}; never changes. */
  String slug();

  /** HTTP status. */
  int status();

  /** The same words for every occurrence. */
  String title();
}
