package dev.gatehouse.registry.search;

import dev.gatehouse.registry.server.SearchText;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the statement that finds and ranks. Each way to be found gives a bounded number of
 * candidates, and only these are ranked: a word that everything has costs no more than another.
 *
 * <p>The score: tens by where the query is found (name, beginning of the name or title, words of
 * the name, tools, any text), units by PostgreSQL's rank, fractions by what the document tells.
 */
@Singleton
class Candidates {
  /** Most that are taken of each way. */
  static final int BY_NAME = 40;

  static final int BY_NAMES = 100;
  static final int BY_WORDS = 150;

  /** So many of the best are looked through for a word that many of all have. */
  private static final int BEST = 2_000;

  static final int MAX_RELAXED_WORDS = 8;

  // Subqueries are evaluated once, and hide their values from the planner: what it would learn of a
  // word from its statistics costs more than the search, and a plan can be kept.
  private static final String EITHER =
      "(SELECT to_tsquery('english', ?) || to_tsquery('simple', ?))";

  private static final String ENGLISH = "(SELECT to_tsquery('english', ?))";
  private static final String RANK = "ts_rank('{0.1,0.5,0.9,1.0}', e.words, " + ENGLISH + ") * 8";
  private static final String STANDING = "e.standing * 0.05";

  private final CommonWords common;
  private final TsQuery texts;

  Candidates(CommonWords common, Synonyms synonyms) {
    this.common = common;
    this.texts = new TsQuery(synonyms);
  }

  /**
   * Whose entries.
   *
   * @param narrowing what every result meets beside the filters
   */
  record Scope(String table, Statement narrowing, Map<Filter, Set<String>> filters) {
    private static final String PUBLIC = "public_entry";

    /** The public ones. */
    static Scope all(Map<Filter, Set<String>> filters) {
      return new Scope(PUBLIC, new Statement(), filters);
    }

    /** An organisation's own. */
    static Scope own(String organisation, Map<Filter, Set<String>> filters) {
      return new Scope(
          "private_entry", new Statement().add(" AND e.organisation = ?", organisation), filters);
    }

    /** The public ones, but for those that an organisation's own stand for. */
    static Scope othersThan(String organisation, Map<Filter, Set<String>> filters) {
      return new Scope(
          PUBLIC,
          new Statement()
              .add(
                  " AND NOT EXISTS (SELECT 1 FROM private_entry o"
                      + " WHERE o.organisation = ? AND o.name = e.name)",
                  organisation),
          filters);
    }

    boolean isPublic() {
      return table.equals(PUBLIC);
    }

    /** Whether nothing narrows the results. */
    boolean isOpen() {
      return isPublic() && filters.isEmpty();
    }

    /** Conditions that every result meets. */
    Statement conditions() {
      Statement conditions = new Statement().add(narrowing);
      filters.forEach((filter, values) -> conditions.add(" AND " + filter.condition(), values));
      if (!filters.containsKey(Filter.STATUS)) {
        conditions.add(" AND e.status <> 'deleted'");
      }
      return conditions;
    }
  }

  /** Rows of name, server_id, score and the columns of filters. */
  Statement statement(Scope scope, SearchQuery query, Stage stage) {
    Statement statement = new Statement().add("SELECT e.name, e.server_id, ");
    statement.add(query.hasWords() ? score(query, stage) : new Statement().add("0::float8"));
    statement.add(
        " AS score, e.namespace, e.category, e.transports, e.package_types, e.status FROM "
            + scope.table()
            + " e WHERE ");
    if (query.hasWords()) {
      statement
          .add("e.ctid = ANY(ARRAY(")
          .add(ways(scope, query, stage))
          .add("))")
          .add(scope.conditions());
      String none = texts.none(query);
      if (!none.isEmpty()) {
        statement.add(" AND NOT (e.words @@ " + EITHER + ")", none, none);
      }
    } else {
      statement.add("true").add(scope.conditions());
    }
    return statement;
  }

  private Statement ways(Scope scope, SearchQuery query, Stage stage) {
    List<Statement> ways = new ArrayList<>();
    String key = key(query);
    ways.add(beginning(scope, "name_key", key));
    ways.add(beginning(scope, "title_key", key));
    if (!query.name().isEmpty()) {
      ways.add(way(scope, "e.name = ?", 1, "", query.name()));
    }
    String required = texts.required(query, common::isOptional);
    if (stage == Stage.EXACT && isCommon(query) && scope.isOpen()) {
      ways.add(best(scope, required));
      return union(ways);
    }
    if (stage != Stage.EXACT) {
      ways.add(matching(scope, "names", texts.beginnings(query), BY_NAMES));
      ways.add(matching(scope, "words", texts.beginnings(query), BY_NAMES));
    } else if (isFrequent(query)) {
      ways.add(matching(scope, "names", required, BY_NAMES));
    }
    ways.add(matching(scope, "words", required, BY_WORDS));
    if (stage == Stage.RELAXED) {
      List<String> words = telling(query);
      if (words.size() > 2) {
        ways.add(matching(scope, "words", texts.pairs(words), BY_WORDS));
      }
      ways.add(matching(scope, "names", texts.any(words), BY_NAMES));
      ways.add(matching(scope, "words", texts.any(words), BY_WORDS));
    }
    return union(ways);
  }

  private static Statement union(List<Statement> ways) {
    Statement union = new Statement();
    for (int i = 0; i < ways.size(); i++) {
      union.add(i == 0 ? "(" : " UNION ALL (").add(ways.get(i)).add(")");
    }
    return union;
  }

  /** Among those that stand best, for they are many that have the words. */
  private static Statement best(Scope scope, String text) {
    return new Statement()
        .add("SELECT e.ctid FROM (SELECT b.ctid, b.words, b.status FROM " + scope.table())
        .add(
            " b ORDER BY b.standing DESC, b.name LIMIT " + BEST + ") e WHERE e.words @@ " + EITHER,
            text,
            text)
        .add(" LIMIT " + BY_WORDS);
  }

  private static Statement beginning(Scope scope, String column, String key) {
    return way(
        scope,
        "e.%1$s >= ? AND e.%1$s < ?".formatted(column),
        BY_NAME,
        "e." + column,
        key,
        after(key));
  }

  private static Statement way(
      Scope scope, String condition, int limit, String order, Object... values) {
    return new Statement()
        .add("SELECT e.ctid FROM " + scope.table() + " e WHERE " + condition, values)
        .add(scope.conditions())
        .add((order.isEmpty() ? "" : " ORDER BY " + order) + " LIMIT " + limit);
  }

  private static Statement matching(Scope scope, String column, String text, int limit) {
    return way(scope, "e." + column + " @@ " + EITHER, limit, "", text, text);
  }

  private Statement score(SearchQuery query, Stage stage) {
    String key = key(query);
    String all = texts.all(query);
    String telling = texts.telling(query);
    return new Statement()
        .add("(CASE WHEN e.name = ? THEN 60", query.name())
        .add(" WHEN split_part(e.name, '/', 2) = ? THEN 55", String.join("-", query.words()))
        .add(" WHEN e.name_key = ? OR e.title_key = ? THEN 50", key, key)
        .add(
            " WHEN starts_with(e.name_key, ?) OR starts_with(e.title_key, ?) THEN 45",
            key + " ",
            key + " ")
        .add(" WHEN starts_with(e.name_key, ?) OR starts_with(e.title_key, ?) THEN 40", key, key)
        .add(" WHEN e.names @@ " + EITHER + " THEN 30", all, all)
        .add(" WHEN e.words @@ " + EITHER + " THEN 20", telling, telling)
        .add(" WHEN e.words @@ " + EITHER + " THEN 10", all, all)
        .add(" ELSE ")
        .add(stage == Stage.RELAXED ? share(query) : new Statement().add("0"))
        .add(" END + " + RANK, texts.any(query.words()))
        .add(" + " + STANDING + ")::float8");
  }

  /** How many of the words there are, rare ones counting for more; in all, as much as none. */
  private Statement share(SearchQuery query) {
    Statement share = new Statement().add("-12");
    List<String> words = telling(query);
    double whole = words.stream().mapToDouble(this::weight).sum();
    for (String word : words) {
      share.add(
          " + CASE WHEN e.words @@ " + ENGLISH + " THEN ?::float8 ELSE 0 END",
          texts.word(word, TsQuery.WHOLE),
          12 * weight(word) / whole);
    }
    return share;
  }

  private double weight(String word) {
    return -Math.log(common.frequency(word)) + 0.1;
  }

  /** The words that are not in nearly everything; all, if there are no others. */
  private List<String> telling(SearchQuery query) {
    List<String> words = query.words();
    List<String> rare = words.stream().filter(word -> common.frequency(word) < 0.2).toList();
    return (rare.isEmpty() ? words : rare).stream().limit(MAX_RELAXED_WORDS).toList();
  }

  /** Whether there is no rare word that could lead. */
  private boolean isCommon(SearchQuery query) {
    return query.words().stream().allMatch(common::isOptional);
  }

  /** Whether more have the words than are taken. */
  private boolean isFrequent(SearchQuery query) {
    return query.words().stream().mapToDouble(common::frequency).min().orElse(0) > 0.001;
  }

  private static String key(SearchQuery query) {
    return SearchText.key(query.words().stream().collect(Collectors.joining(" ")));
  }

  /** The first text after all that begin with one. */
  private static String after(String beginning) {
    return beginning + Character.toString(0x10ffff);
  }
}
