package dev.gatehouse.registry.server;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.text.StorableText;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the list of servers is asked for, by the parameters of the official API.
 *
 * @param after name and version after which the page begins; empty texts for the first
 * @param search text that name or description must have, in lower case
 * @param version {@code latest}, or a version
 */
record ListRequest(
    After after,
    int limit,
    @Nullable String search,
    @Nullable Instant updatedSince,
    @Nullable String version,
    boolean includeDeleted) {
  static final String DEFAULT_LIMIT = "30";
  static final int MAX_LIMIT = 100;
  private static final int MAX_SEARCH = 200;

  /** Where a page ends; what is behind a cursor. */
  record After(String name, String version) {
    static final After NOTHING = new After("", "");

    String cursor() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((name + "\n" + version).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable After of(String cursor) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        return line > 0 && StorableText.is(text)
            ? new After(text.substring(0, line), text.substring(line + 1))
            : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }

  static ListRequest of(
      @Nullable String cursor,
      String limit,
      @Nullable String search,
      @Nullable String updatedSince,
      @Nullable String version,
      @Nullable String includeDeleted) {
    List<FieldError> errors = new ArrayList<>();
    After after = cursor == null || cursor.isEmpty() ? After.NOTHING : After.of(cursor);
    if (after == null) {
      errors.add(new FieldError("/cursor", "is not a cursor of this list"));
    }
    if (!limit.matches("[0-9]{1,3}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MAX_LIMIT) {
      errors.add(new FieldError("/limit", "must be from 1 to " + MAX_LIMIT));
    }
    if (search != null && (search.length() > MAX_SEARCH || !StorableText.is(search))) {
      errors.add(
          new FieldError("/search", "must be text of at most " + MAX_SEARCH + " characters"));
    }
    if (version != null && (version.length() > 255 || !StorableText.is(version))) {
      errors.add(new FieldError("/version", "must be text of at most 255 characters"));
    }
    if (includeDeleted != null && !includeDeleted.matches("true|false")) {
      errors.add(new FieldError("/include_deleted", "must be true or false"));
    }
    Instant since = null;
    try {
      since = updatedSince == null ? null : OffsetDateTime.parse(updatedSince).toInstant();
    } catch (DateTimeException e) {
      errors.add(new FieldError("/updated_since", "must be a time of RFC 3339"));
    }
    if (after == null || !errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return new ListRequest(
        after,
        Integer.parseInt(limit),
        search == null || search.isEmpty() ? null : search.toLowerCase(Locale.ROOT),
        since,
        version == null || version.isEmpty() ? null : version,
        since != null || "true".equals(includeDeleted));
  }
}
