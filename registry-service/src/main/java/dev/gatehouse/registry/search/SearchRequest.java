package dev.gatehouse.registry.search;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of results that is asked for.
 *
 * @param facets whether results are counted by the fields of {@link
 *     dev.gatehouse.registry.index.Field}
 */
record SearchRequest(SearchQuery query, int limit, @Nullable SearchCursor cursor, boolean facets) {
  static final String DEFAULT_LIMIT = "20";
  static final int MAX_LIMIT = 100;
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,3}");

  static SearchRequest of(
      SearchQuery query, String limit, @Nullable String cursor, @Nullable String facets) {
    if (!LIMIT.matcher(limit).matches()
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MAX_LIMIT) {
      throw invalid("/limit", "must be from 1 to " + MAX_LIMIT);
    }
    if (facets != null && !facets.matches("true|false")) {
      throw invalid("/facets", "must be true or false");
    }
    return new SearchRequest(
        query,
        Integer.parseInt(limit),
        SearchCursor.of(cursor, number(query)),
        "true".equals(facets));
  }

  /** The search as a number, the same for every page of it. */
  static int number(SearchQuery query) {
    return Objects.hash(query.all(), query.none(), query.filters().toString(), query.name());
  }

  private static ProblemException invalid(String pointer, String detail) {
    return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
  }
}
