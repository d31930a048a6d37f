package dev.gatehouse.platform.problem;

/**
 * A kind of error with a stable address, RFC 9457 section 3.1. {@link CommonProblem} has those of
 * every service; a service's own are constants of a class of the same form.
 *
 * @param slug last part of the type URI, such as {@code not-found}; never changes
 * @param status HTTP status
 * @param title the same words for every occurrence
 */
public record ProblemType(String slug, int status, String title) {}
