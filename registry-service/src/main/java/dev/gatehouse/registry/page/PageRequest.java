package dev.gatehouse.registry.page;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. Lists are in the order of their ids, which is the order of
 * creation; a cursor is the last id of the page before, opaque to clients.
 *
 * @param after the id after which the page begins
 */
public record PageRequest(int limit, UUID after) {
  /** The {@code limit} that holds where none is asked for. */
  public static final String DEFAULT_LIMIT = "100";

  static final int MAX_LIMIT = 500;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /**
   * Reads the query parameters {@code limit} and {@code cursor}.
   *
   * @throws ProblemException naming the one that is wrong
   */
  public static PageRequest of(String limit, @Nullable String cursor) {
    return new PageRequest(number(limit), cursor == null ? BEFORE_ALL : id(cursor));
  }

  private static int number(String text) {
    if (text.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    }
    throw invalid("/limit", "must be from 1 to " + MAX_LIMIT);
  }

  static String cursorAfter(UUID id) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static UUID id(String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw invalid("/cursor", "is not a cursor of this list");
    }
    if (bytes.length != 16) {
      throw invalid("/cursor", "is not a cursor of this list");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static ProblemException invalid(String pointer, String detail) {
    return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
  }
}
