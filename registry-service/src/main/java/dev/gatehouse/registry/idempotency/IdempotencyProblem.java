package dev.gatehouse.registry.idempotency;

import dev.gatehouse.platform.problem.ProblemType;

/** What can be wrong with an {@code Idempotency-Key}. */
public final class IdempotencyProblem {
  public static final ProblemType IN_USE =
      new ProblemType("idempotency-key-in-use", 409, "A request with this key is under way");
  public static final ProblemType REUSED =
      new ProblemType("idempotency-key-reused", 422, "The key was used for another request");

  private IdempotencyProblem() {}
}
