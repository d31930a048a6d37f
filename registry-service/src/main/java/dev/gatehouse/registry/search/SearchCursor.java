package dev.gatehouse.registry.search;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of results ends.
 *
 * @param search what was searched for, as a number: a cursor is good for its search only
 * @param stage that the results are of, so that all pages are of the same
 */
record SearchCursor(int search, Stage stage, double score, String name) {

  String text() {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(13 + bytes.length)
            .putInt(search)
            .put((byte) stage.ordinal())
            .putDouble(score)
            .put(bytes)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /**
   * Reads a cursor; null where none is given.
   *
   * @throws ProblemException if it is none of this search
   */
  static @Nullable SearchCursor of(@Nullable String text, int search) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      int of = bytes.getInt();
      int stage = bytes.get();
      double score = bytes.getDouble();
      byte[] name = new byte[bytes.remaining()];
      bytes.get(name);
      String last = new String(name, StandardCharsets.UTF_8);
      if (of == search && stage >= 0 && stage < Stage.values().length && last.indexOf('\0') < 0) {
        return new SearchCursor(of, Stage.values()[stage], score, last);
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      // Said below.
    }
    throw ProblemException.invalid(
        List.of(new FieldError("/cursor", "is not a cursor of this search")));
  }
}
