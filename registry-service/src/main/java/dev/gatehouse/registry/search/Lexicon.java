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

/** The English base forms of words, as PostgreSQL's dictionary says them; what it said is kept. */
@ApplicationScoped
class Lexicon {
  private static final int MOST = 20_000;

  /** Of words that say nothing. */
  private static final String NONE = "";

  private static final String LEXEMES =
      """
      SELECT w, coalesce((tsvector_to_array(to_tsvector('english', w)))[1], '')
      FROM unnest(?::text[]) AS w
      """;

  private final Map<String, String> lexemes = new ConcurrentHashMap<>();

  /** Looks words up that are not known yet, all at once. */
  void learn(OnDemand database, Collection<String> words) throws SQLException {
    List<String> unknown = words.stream().filter(word -> !lexemes.containsKey(word)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    if (lexemes.size() > MOST) {
      lexemes.clear();
      learn(database, words);
      return;
    }
    Connection connection = database.connection();
    try (PreparedStatement select = connection.prepareStatement(LEXEMES)) {
      select.setArray(1, connection.createArrayOf("text", unknown.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lexemes.put(row.getString(1), row.getString(2));
        }
      }
    }
  }

  /** The base form of a word; empty if it says nothing. A word that is not known is its own. */
  String lexeme(String word) {
    return lexemes.getOrDefault(word, word);
  }

  boolean saysNothing(String word) {
    return lexeme(word).equals(NONE);
  }
}
