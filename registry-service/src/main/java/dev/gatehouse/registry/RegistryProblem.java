package dev.gatehouse.registry;

import dev.gatehouse.platform.problem.ProblemType;

/** Kinds of errors that only this service answers. */
public final class RegistryProblem {
  public static final ProblemType QUOTA_REACHED =
      new ProblemType("quota-reached", 409, "There is no room for more of these");

  private RegistryProblem() {}
}
