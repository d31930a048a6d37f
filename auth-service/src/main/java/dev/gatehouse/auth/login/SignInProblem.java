package dev.gatehouse.auth.login;

import dev.gatehouse.platform.problem.ProblemType;

/** Errors about passwords. */
final class SignInProblem {
  static final ProblemType TOO_MANY_TRIES =
      new ProblemType("too-many-tries", 429, "There were too many tries");

  private SignInProblem() {}
}
