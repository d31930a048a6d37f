package dev.gatehouse.platform.problem;

/** Kinds of errors that every service can answer. */
public enum CommonProblem implements ProblemType {
  BAD_REQUEST("bad-request", 400, "The request cannot be read"),
  INVALID("invalid", 400, "The request has invalid values"),
  UNAUTHENTICATED("unauthenticated", 401, "Sign-in is needed"),
  FORBIDDEN("forbidden", 403, "Not permitted"),
  NOT_FOUND("not-found", 404, "There is no such thing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not available here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "No such representation"),
  CONFLICT("conflict", 409, "It conflicts with what is there"),
  PRECONDITION_FAILED("precondition-failed", 412, "It was changed in the meantime"),
  TOO_LARGE("too-large", 413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This content type is not taken"),
  INTERNAL("internal", 500, "Something went wrong on our side"),
  UNAVAILABLE("unavailable", 503, "It cannot be done at the moment");

  private final String slug;
  private final int status;
  private final String title;

  CommonProblem(String slug, int status, String title) {
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
