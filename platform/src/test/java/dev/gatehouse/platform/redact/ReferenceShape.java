package dev.gatehouse.platform.redact;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What {@link TokenShape} has to come to, said plainly; the prefixes are the same table. */
final class ReferenceShape {
  private static final int SHORTEST_RANDOM = 20;
  private static final int SHORTEST_HEX = 32;
  private static final double RANDOM_BITS = 3.4;
  private static final double BASE64_BITS = 4.0;
  private static final int MIN_CHANGES = 5;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private ReferenceShape() {}

  /** What is shorter is no secret by its looks. */
  static final int SHORTEST = 8;

  /**
   * @param word of ASCII
   */
  static boolean secret(String word) {
    if (word.length() < SHORTEST) {
      return false;
    }
    if (TokenShape.KNOWN.stream()
        .anyMatch(known -> word.length() >= known.least() && word.startsWith(known.prefix()))) {
      return true;
    }
    // A word that is a path or a host name is judged by its parts.
    return mayBeRandom(word)
        && (base64(word)
            || Arrays.stream(word.split("[/.]"))
                .anyMatch(part -> mayBeRandom(part) && random(part)));
  }

  private static boolean mayBeRandom(String word) {
    return word.length() >= SHORTEST_RANDOM && !UUID.matcher(word).matches();
  }

  private static boolean base64(String word) {
    boolean signs = word.contains("+") || (word.contains("/") && !word.startsWith("/"));
    return signs && !word.matches(".*[._~-].*") && drawn(word, BASE64_BITS);
  }

  private static boolean random(String word) {
    long digits = word.chars().filter(c -> c >= '0' && c <= '9').count();
    if (digits < 2 || word.length() - digits < 2) {
      return false;
    }
    return HEX.matcher(word).matches() ? word.length() >= SHORTEST_HEX : drawn(word, RANDOM_BITS);
  }

  private static boolean drawn(String word, double leastBits) {
    return bits(word) >= leastBits && changes(word) >= MIN_CHANGES;
  }

  /** How often letters turn to digits, or small letters to capitals not at the head of a word. */
  private static int changes(String word) {
    int changes = 0;
    for (int i = 1; i < word.length(); i++) {
      int before = kind(word.charAt(i - 1));
      int now = kind(word.charAt(i));
      boolean digitBeside = before != now && before != 0 && now != 0 && Math.max(before, now) == 3;
      changes += digitBeside || (before == 2 && now == 2) ? 1 : 0;
    }
    return changes;
  }

  private static int kind(char c) {
    return c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 3 : 0;
  }

  /** Shannon entropy of the characters: log n - (sum of c log c) / n, over how often each is. */
  private static double bits(String word) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    word.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double sum = 0;
    for (int count : counts.values()) {
      sum += timesItsLogarithm(count);
    }
    return (timesItsLogarithm(word.length()) - sum) / word.length();
  }

  private static double timesItsLogarithm(int count) {
    return count * Math.log(count) / Math.log(2);
  }

  /**
   * Whether digits are the number of a payment card: 14 to 19 of them, of a known kind, with the
   * right check digit.
   */
  static boolean card(CharSequence digits) {
    if (!digits.toString().matches("[3-6][0-9]{13,18}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = digit * 2;
      sum += i % 2 == 0 ? digit : twice / 10 + twice % 10;
    }
    return sum % 10 == 0;
  }
}
