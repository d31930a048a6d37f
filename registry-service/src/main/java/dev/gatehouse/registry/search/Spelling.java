package dev.gatehouse.registry.search;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the word that was meant by one that no server has: among the words of names and titles, the
 * nearest, and of several as near the most frequent.
 */
@ApplicationScoped
class Spelling {
  private static final int MAX_CORRECTED = 4;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ALPHABETIC_LIMIT = 24;

  // A word is known too if it is the beginning of one, stands in any text, or says nothing.
  private static final String KNOWN =
      """
      SELECT w FROM unnest(?::text[]) AS w
      WHERE EXISTS (SELECT 1 FROM public_word k
          WHERE k.word >= w COLLATE "C" AND k.word < (w || ?) COLLATE "C")
        OR numnode(plainto_tsquery('english', w)) = 0
        OR EXISTS (SELECT 1 FROM public_entry e WHERE e.words @@ plainto_tsquery('english', w))
      """;
  // Words one letter away are looked up by their spelling; trigrams find those further away, and
  // are of little use for short words, where one wrong letter touches all of them.
  private static final String SIMILAR =
      """
      SELECT word, servers FROM public_word WHERE word = ANY(?)
      UNION
      (SELECT word, servers FROM public_word WHERE word % ?
       ORDER BY similarity(word, ?) DESC, servers DESC LIMIT 30)
      """;

  private final Synonyms synonyms;

  Spelling(Synonyms synonyms) {
    this.synonyms = synonyms;
  }

  private record Candidate(String word, int servers, int distance) {}

  /** Corrections by word; none for words that are known and for those that resemble no other. */
  Map<String, String> corrections(Connection connection, List<String> words) throws SQLException {
    List<String> asked =
        words.stream()
            .filter(word -> word.length() >= 3 && synonyms.of(word).isEmpty())
            .distinct()
            .toList();
    Set<String> known = known(connection, asked);
    Map<String, String> corrections = new LinkedHashMap<>();
    for (String word : asked) {
      if (!known.contains(word) && corrections.size() < MAX_CORRECTED) {
        nearest(connection, word, corrections);
      }
    }
    return corrections;
  }

  private static Set<String> known(Connection connection, List<String> words) throws SQLException {
    Set<String> known = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("text", words.toArray()));
      select.setString(2, Character.toString(0x10ffff));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          known.add(row.getString(1));
        }
      }
    }
    return known;
  }

  private static void nearest(Connection connection, String word, Map<String, String> corrections)
      throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SIMILAR)) {
      select.setArray(1, connection.createArrayOf("text", oneLetterAway(word).toArray()));
      select.setString(2, word);
      select.setString(3, word);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String other = row.getString(1);
          candidates.add(new Candidate(other, row.getInt(2), distance(word, other)));
        }
      }
    }
    int furthest = word.length() < 5 ? 1 : word.length() < 9 ? 2 : 3;
    candidates.stream()
        .filter(candidate -> candidate.distance <= furthest)
        .min(
            Comparator.comparingInt(Candidate::distance)
                .thenComparing(Candidate::servers, Comparator.reverseOrder())
                .thenComparing(Candidate::word))
        .ifPresent(nearest -> corrections.put(word, nearest.word));
  }

  private static Set<String> oneLetterAway(String word) {
    Set<String> spellings = new HashSet<>();
    if (word.length() > ALPHABETIC_LIMIT) {
      return spellings;
    }
    for (int i = 0; i <= word.length(); i++) {
      String before = word.substring(0, i);
      String after = word.substring(i);
      for (int letter = 0; letter < LETTERS.length(); letter++) {
        spellings.add(before + LETTERS.charAt(letter) + after);
        if (!after.isEmpty()) {
          spellings.add(before + LETTERS.charAt(letter) + after.substring(1));
        }
      }
      if (!after.isEmpty()) {
        spellings.add(before + after.substring(1));
      }
      if (after.length() > 1) {
        spellings.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
      }
    }
    spellings.remove(word);
    return spellings;
  }

  /** Letters to add, remove, replace or swap with their neighbour. */
  static int distance(String left, String right) {
    int[][] rows = new int[left.length() + 1][right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] above = rows[i - 1];
      int[] row = rows[i];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        row[j] = Math.min(Math.min(above[j], row[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[left.length()][right.length()];
  }
}
