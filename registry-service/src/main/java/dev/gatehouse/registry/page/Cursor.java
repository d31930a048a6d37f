package dev.gatehouse.registry.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.text.StorableText;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends, as opaque text: the values that the list is sorted by. It grants nothing, so
 * it is not signed; whoever makes one up gets a page of what they may see anyway.
 */
public record Cursor(List<String> values) {
  private static final int MAX_LENGTH = 2_000;
  private static final TypeReference<List<String>> TYPE = new TypeReference<>() {};

  public Cursor {
    values = List.copyOf(values);
  }

  public static Cursor of(String... values) {
    return new Cursor(List.of(values));
  }

  /** The form for the query parameter {@code cursor}. */
  public String text() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Json.mapper().writeValueAsBytes(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a list of texts could not be written", e);
    }
  }

  /**
   * Reads the text form.
   *
   * @param count how many values a cursor of this list has
   * @throws ProblemException 400 with the pointer {@code /cursor}
   */
  public static Cursor parse(String text, int count) {
    if (text.length() <= MAX_LENGTH) {
      try {
        List<String> values = Json.mapper().readValue(Base64.getUrlDecoder().decode(text), TYPE);
        if (values != null
            && values.size() == count
            && values.stream().allMatch(Cursor::isStorable)) {
          return new Cursor(values);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw invalid();
      }
    }
    throw invalid();
  }

  /**
   * @throws ProblemException if the value is no id
   */
  public UUID id(int index) {
    try {
      return UUID.fromString(values.get(index));
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /**
   * @throws ProblemException if the value is no number
   */
  public int number(int index) {
    try {
      return Integer.parseInt(values.get(index));
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  /** Says that a cursor is not one of the list. */
  public static ProblemException invalid() {
    return ProblemException.invalid(
        List.of(new FieldError("/cursor", "is not a cursor of this list")));
  }

  private static boolean isStorable(@Nullable String value) {
    return value != null && StorableText.is(value);
  }
}
