package dev.gatehouse.platform.problem;

import java.util.List;

/** Ends a REST request with a problem; the detail is written for the client and shown to it. */
public final class ProblemException extends RuntimeException {
  private final ProblemType type;
  private final List<Problem.FieldError> errors;

  private ProblemException(ProblemType type, String detail, List<Problem.FieldError> errors) {
    super(detail, null, false, false);
    this.type = type;
    this.errors = errors;
  }

  public static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(type, detail, List.of());
  }

  /** One or more values of the request are wrong. */
  public static ProblemException invalid(List<Problem.FieldError> errors) {
    return new ProblemException(
        CommonProblem.INVALID, "See errors for what to change.", List.copyOf(errors));
  }

  public ProblemType type() {
    return type;
  }

  public List<Problem.FieldError> errors() {
    return errors;
  }
}
