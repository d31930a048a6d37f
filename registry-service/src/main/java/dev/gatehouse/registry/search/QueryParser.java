package dev.gatehouse.registry.search;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.search.SearchQuery.Clause;
import dev.gatehouse.registry.server.SearchText;
import dev.gatehouse.registry.text.StorableText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the query language: words that must all match, {@code "a phrase"}, {@code -without}, {@code
 * one OR other}, and {@code field:value} for the fields of {@link Field}. There is no text that is
 * not a query; what has no meaning is looked for as words.
 */
final class QueryParser {
  /** In characters. */
  static final int MAX_LENGTH = 500;

  static final int MAX_WORDS = 24;

  /** Of several words; what comes then is looked for as words, side by side or not. */
  static final int MAX_PHRASES = 3;

  private static final Pattern TOKEN =
      Pattern.compile("(-?)(?:([a-zA-Z]{4,11}):)?(?:\"([^\"]*)\"?|([^\\s\"]+))");
  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z0-9.-]+\\.[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");

  private final List<List<Clause>> all = new ArrayList<>();
  private final List<Clause> none = new ArrayList<>();
  private final Map<Field, Set<String>> filters;
  private String name = "";
  private boolean alternative;
  private int words;
  private int phrases;

  private QueryParser(Map<Field, Set<String>> filters) {
    this.filters = new EnumMap<>(Field.class);
    filters.forEach((filter, values) -> this.filters.put(filter, new LinkedHashSet<>(values)));
  }

  /**
   * @param filters those that are parameters of their own
   * @throws ProblemException if the query is too long
   */
  static SearchQuery parse(String text, Map<Field, Set<String>> filters) {
    if (text.length() > MAX_LENGTH) {
      throw ProblemException.invalid(
          List.of(new FieldError("/q", "must not have more than " + MAX_LENGTH + " characters")));
    }
    QueryParser parser = new QueryParser(filters);
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      parser.take(token);
    }
    return new SearchQuery(
        List.copyOf(parser.all), List.copyOf(parser.none), parser.filters, parser.name);
  }

  private void take(Matcher token) {
    boolean without = !token.group(1).isEmpty();
    boolean phrase = token.group(3) != null;
    String text = phrase ? token.group(3) : token.group(4);
    String field = token.group(2);
    Field filter = field == null ? null : Field.of(field).orElse(null);
    if (filter != null && !without) {
      filters.computeIfAbsent(filter, _ -> new LinkedHashSet<>()).add(StorableText.of(text));
      return;
    }
    if (!phrase && field == null && !without && text.equals("OR") && !all.isEmpty()) {
      alternative = true;
      return;
    }
    if (!phrase && field == null && NAME.matcher(text).matches()) {
      name = text;
    }
    add(without, phrase, field == null ? text : field + " " + text);
  }

  private void add(boolean without, boolean phrase, String text) {
    List<String> found =
        SearchText.words(text).stream().limit(Math.max(0, MAX_WORDS - words)).toList();
    if (found.isEmpty()) {
      return;
    }
    words += found.size();
    boolean together = (without || phrase) && (found.size() == 1 || ++phrases <= MAX_PHRASES);
    if (without) {
      none.add(new Clause(found, together));
    } else if (alternative) {
      all.set(all.size() - 1, plus(all.getLast(), new Clause(found, together)));
    } else if (together) {
      all.add(List.of(new Clause(found, true)));
    } else {
      found.forEach(word -> all.add(List.of(new Clause(List.of(word), false))));
    }
    alternative = false;
  }

  private static List<Clause> plus(List<Clause> group, Clause other) {
    List<Clause> more = new ArrayList<>(group);
    more.add(other);
    return List.copyOf(more);
  }
}
