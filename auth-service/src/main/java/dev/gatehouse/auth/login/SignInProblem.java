package dev.gatehouse.auth.login;

import dev.gatehouse.platform.problem.ProblemType;

/** Errors about passwords. */
enum SignInProblem implements ProblemType {
  TOO_MANY_TRIES("too-many-tries", 429, "There were too many tries");

  private final String slug;
  private final int status;
  private final String title;

  SignInProblem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  @Override
  public String slug() {
    return slug;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
