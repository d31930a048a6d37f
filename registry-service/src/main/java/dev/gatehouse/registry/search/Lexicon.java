package dev.gatehouse.registry.search;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The English base forms of words, as PostgreSQL's dictionary says them; what it said is kept. */
@ApplicationScoped
class Lexicon {
  private static final int MOST = 10_000;

  /** Of words that say nothing. */
  private static final String NONE = "";

  private static final String LEXEMES =
      """
      SELECT w, coalesce((tsvector_to_array(to_tsvector('english', w)))[1], '')
      FROM unnest(?::text[]) AS w
      """;

  private volatile Kept kept = new Kept(new ConcurrentHashMap<>(), Map.of());

  /**
   * Words in two generations. The older is forgotten when the younger is full, so that a word stays
   * known for as long as it takes to look up {@link #MOST} others: longer than a search.
   */
  private record Kept(Map<String, String> younger, Map<String, String> older) {

    @Nullable String get(String word) {
      String lexeme = younger.get(word);
      return lexeme == null ? older.get(word) : lexeme;
    }
  }

  /** Looks words up that are not known yet, all at once. */
  void learn(OnDemand database, Collection<String> words) throws SQLException {
    Kept known = room();
    // Those of the older generation too, as it may go before the search is over.
    List<String> unknown = words.stream().filter(word -> !known.younger.containsKey(word)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    Connection connection = database.connection();
    try (PreparedStatement select = connection.prepareStatement(LEXEMES)) {
      select.setArray(1, connection.createArrayOf("text", unknown.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          known.younger.put(row.getString(1), row.getString(2));
        }
      }
    }
  }

  private synchronized Kept room() {
    if (kept.younger.size() > MOST) {
      kept = new Kept(new ConcurrentHashMap<>(), kept.younger);
    }
    return kept;
  }

  /** The base form of a word; empty if it says nothing. A word that is not known is its own. */
  String lexeme(String word) {
    String lexeme = kept.get(word);
    return lexeme == null ? word : lexeme;
  }

  boolean saysNothing(String word) {
    return lexeme(word).equals(NONE);
  }
}
