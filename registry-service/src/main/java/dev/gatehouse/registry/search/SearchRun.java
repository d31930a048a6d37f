package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Postings;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.search.SearchQuery.Clause;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * One search. What is found with all words is enough; only where that is little, words are
 * corrected and completed, and then left out.
 */
final class SearchRun {
  /** So many results make it needless to look further. */
  private static final int ENOUGH = 10;

  /** Most that are ranked in a segment: those found in names, then those that stand best. */
  static final int RANKED = 2_000;

  private final OnDemand database;
  private final List<View> views;
  private final Phrases phrases;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final Spelling spelling;
  private final Frequencies frequencies;
  private final SearchRequest request;
  private Map<String, String> corrected = Map.of();

  SearchRun(
      OnDemand database,
      List<View> views,
      Phrases phrases,
      Lexicon lexicon,
      Synonyms synonyms,
      Spelling spelling,
      SearchRequest request) {
    this.database = database;
    this.views = views;
    this.phrases = phrases;
    this.lexicon = lexicon;
    this.synonyms = synonyms;
    this.spelling = spelling;
    this.frequencies = new Frequencies(views, lexicon);
    this.request = request;
  }

  Findings find() throws SQLException {
    SearchCursor cursor = request.cursor();
    SearchQuery query = request.query();
    if (!query.hasWords()) {
      return listed();
    }
    Findings found = find(cursor == null ? Stage.EXACT : cursor.stage());
    return cursor == null ? furtherThan(found) : found;
  }

  /** Words that were taken for other ones. */
  Map<String, String> corrected() {
    return corrected;
  }

  /**
   * Looks further where there is little: for some of the words too, if there are several. Who asks
   * for a phrase wants nothing else.
   */
  private Findings furtherThan(Findings first) throws SQLException {
    if (first.total() >= ENOUGH || request.query().hasPhrases()) {
      return first;
    }
    boolean several = request.query().words().size() > 1;
    Findings further = find(several ? Stage.RELAXED : Stage.CORRECTED);
    if (further.total() > first.total()) {
      return further;
    }
    corrected = Map.of();
    return first;
  }

  private Findings find(Stage stage) throws SQLException {
    SearchQuery query = request.query();
    learn(query);
    if (stage != Stage.EXACT) {
      corrected = spelling.corrections(views, query.words());
      query = query.replacing(corrected);
      learn(query);
    }
    Findings findings = new Findings(stage, request.limit(), request.cursor());
    for (View view : views) {
      find(view, query, findings);
    }
    return findings;
  }

  private void find(View view, SearchQuery query, Findings findings) throws SQLException {
    Segment segment = view.segment();
    Terms terms =
        new Terms(
            segment,
            query,
            lexicon,
            synonyms,
            (entries, words) -> phrases.keep(database.connection(), view, entries, words));
    Candidates candidates = new Candidates(view, terms, frequencies);
    Ranking ranking = new Ranking(segment, query, terms, lexicon, synonyms);
    Postings matching = candidates.matching(query, findings.stage());
    Postings ranked = matching.best(RANKED);
    boolean complete = ranked.size() == matching.size() && terms.isComplete();
    Postings excluded = terms.withExcludedPhrase(ranked);
    matching = matching.without(excluded);
    ranked = ranked.without(excluded);
    findings.match(view, matching, complete);
    double[] share =
        findings.stage() == Stage.RELAXED
            ? ranking.share(ranked, candidates.telling(query), frequencies)
            : new double[ranked.size()];
    double[] scores = ranking.scores(ranked, terms.all(), share);
    for (int i = 0; i < scores.length; i++) {
      findings.offer(view, ranked.entry(i), scores[i]);
    }
  }

  /** Everything that the filters leave, by name. */
  private Findings listed() {
    SearchCursor cursor = request.cursor();
    Findings findings = new Findings(Stage.EXACT, request.limit(), cursor);
    for (View view : views) {
      Segment segment = view.segment();
      IntPredicate wanted = Candidates.wanted(view, request.query().filters());
      findings.match(view, Postings.all(segment.size()).where(wanted), true);
      int place = cursor == null ? 0 : segment.placeOf(cursor.name());
      int left = request.limit() + 2; // the cursor's own may be the first
      for (; place < segment.size() && left > 0; place++) {
        if (wanted.test(segment.at(place))) {
          findings.offer(view, segment.at(place), 0);
          left--;
        }
      }
    }
    return findings;
  }

  private void learn(SearchQuery query) throws SQLException {
    Collection<String> words = new HashSet<>(query.words());
    query.none().forEach(clause -> words.addAll(clause.words()));
    List.copyOf(words).forEach(word -> synonyms.of(word).forEach(words::addAll));
    addAsOne(query.all(), words);
    lexicon.learn(database, words);
    // Only now it is known which of them are frequent: without these, others are written as one.
    Collection<String> more = new HashSet<>();
    addAsOne(Terms.required(query, frequencies::isOptional), more);
    lexicon.learn(database, more);
  }

  private void addAsOne(List<List<Clause>> groups, Collection<String> words) {
    String asOne = Terms.asOne(groups);
    if (!asOne.isEmpty()) {
      words.add(asOne);
      synonyms.of(asOne).forEach(words::addAll);
    }
  }
}
