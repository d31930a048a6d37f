package dev.gatehouse.registry.page;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param cursor where the page before ended, as {@link Cursor} writes it; empty for the first page
 */
public record PageRequest(int limit, Optional<String> cursor) {
  /** The {@code limit} that holds where none is asked for. */
  public static final String DEFAULT_LIMIT = "100";

  static final int MAX_LIMIT = 500;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /**
   * Reads the query parameters {@code limit} and {@code cursor}.
   *
   * @throws ProblemException naming the limit if it is none; the cursor is read by the list
   */
  public static PageRequest of(String limit, @Nullable String cursor) {
    return new PageRequest(number(limit), Optional.ofNullable(cursor));
  }

  /**
   * The id that the page begins after, for lists in the order of ids, which is that of creation.
   *
   * @throws ProblemException if the cursor is none of such a list
   */
  public UUID after() {
    return cursor.map(text -> Cursor.parse(text, 1).id(0)).orElse(BEFORE_ALL);
  }

  private static int number(String text) {
    if (text.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw ProblemException.invalid(
        List.of(new FieldError("/limit", "must be from 1 to " + MAX_LIMIT)));
  }
}
