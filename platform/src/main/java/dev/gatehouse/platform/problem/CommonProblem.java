package dev.gatehouse.platform.problem;

import java.util.List;

/** Kinds of errors that every service can answer. */
public final class CommonProblem {
  public static final ProblemType BAD_REQUEST =
      new ProblemType("bad-request", 400, "The request cannot be read");
  public static final ProblemType INVALID =
      new ProblemType("invalid", 400, "The request has invalid values");
  public static final ProblemType UNAUTHENTICATED =
      new ProblemType("unauthenticated", 401, "Sign-in is needed");
  public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "Not permitted");
  public static final ProblemType NOT_FOUND =
      new ProblemType("not-found", 404, "There is no such thing here");
  public static final ProblemType METHOD_NOT_ALLOWED =
      new ProblemType("method-not-allowed", 405, "This method is not available here");
  public static final ProblemType NOT_ACCEPTABLE =
      new ProblemType("not-acceptable", 406, "No such representation");
  public static final ProblemType CONFLICT =
      new ProblemType("conflict", 409, "It conflicts with what is there");
  public static final ProblemType PRECONDITION_FAILED =
      new ProblemType("precondition-failed", 412, "It was changed in the meantime");
  public static final ProblemType TOO_LARGE =
      new ProblemType("too-large", 413, "The request is too large");
  public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
      new ProblemType("unsupported-media-type", 415, "This content type is not taken");
  public static final ProblemType INTERNAL =
      new ProblemType("internal", 500, "Something went wrong on our side");
  public static final ProblemType UNAVAILABLE =
      new ProblemType("unavailable", 503, "It cannot be done at the moment");

  private static final List<ProblemType> BY_STATUS =
      List.of(
          BAD_REQUEST,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          CONFLICT,
          PRECONDITION_FAILED,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          INTERNAL,
          UNAVAILABLE);

  private CommonProblem() {}

  /** What an HTTP status of 400 or above says by itself. */
  static ProblemType of(int status) {
    return BY_STATUS.stream()
        .filter(type -> type.status() == status)
        .findFirst()
        .orElse(status < 500 ? BAD_REQUEST : INTERNAL);
  }
}
