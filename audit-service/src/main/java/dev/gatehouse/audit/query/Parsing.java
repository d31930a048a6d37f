package dev.gatehouse.audit.query;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads parameters one after the other, so that all mistakes are told at once. */
public final class Parsing {
  private Parsing() {}

  /**
   * @param expected what it must be, for the message
   * @param parser throws what parsers of numbers, times and enums throw
   * @return null for an absent parameter, and for one that went to the errors
   */
  public static <T> @Nullable T of(
      String name,
      @Nullable String text,
      String expected,
      Function<String, T> parser,
      List<FieldError> errors) {
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException _) {
      errors.add(new FieldError("/" + name, "must be " + expected));
      return null;
    }
  }

  /** The same for a count from 1 to {@code most}. */
  public static @Nullable Integer count(
      String name, @Nullable String text, int most, List<FieldError> errors) {
    return of(
        name,
        text,
        "a number from 1 to " + most,
        value -> {
          int count = Integer.parseInt(value);
          if (count < 1 || count > most) {
            throw new IllegalArgumentException();
          }
          return count;
        },
        errors);
  }
}
