package dev.gatehouse.audit.retention;

import dev.gatehouse.audit.query.TrailTime;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/audit/holds}.
 *
 * @param from first day; absent for all before
 * @param to last day; absent for all after
 */
record HoldRequest(@Nullable String reason, @Nullable LocalDate from, @Nullable LocalDate to) {
  private static final int LONGEST_REASON = 500;

  /**
   * @throws ProblemException if there is none, or the days are in the wrong order
   */
  String checkedReason() {
    if (reason == null
        || reason.isBlank()
        || reason.length() > LONGEST_REASON
        || reason.indexOf('\0') >= 0) {
      throw ProblemException.invalid(
          List.of(new FieldError("/reason", "must be 1 to " + LONGEST_REASON + " characters")));
    }
    if (from != null && to != null && to.isBefore(from)) {
      throw ProblemException.invalid(List.of(new FieldError("/to", "must not be before from")));
    }
    requireYear("from", from);
    requireYear("to", to);
    return reason;
  }

  private static void requireYear(String name, @Nullable LocalDate day) {
    try {
      if (day != null) {
        TrailTime.require(day);
      }
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid(
          List.of(new FieldError("/" + name, "must be in the years 1 to 9999")));
    }
  }
}
