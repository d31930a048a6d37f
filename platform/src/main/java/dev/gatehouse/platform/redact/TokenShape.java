package dev.gatehouse.platform.redact;

/**
 * Tells a secret by its looks: the prefixes that issuers give to their tokens, card numbers, and
 * words that look drawn at random. What looks random and is none, such as a long hash, is lost with
 * the others; ids in the form of UUIDs are kept.
 */
final class TokenShape {
  private static final int SHORTEST_RANDOM = 20;
  private static final int SHORTEST_HEX = 32;
  private static final double RANDOM_BITS = 3.4;
  private static final double BASE64_BITS = 4.0;
  private static final int MIN_CHANGES = 5;

  /** Prefix and the least length of the whole word. */
  private record Known(String prefix, int least) {}

  private static final Known[] KNOWN = {
    new Known("eyJ", 16),
    new Known("ghk_", 8),
    new Known("ghp_", 20),
    new Known("gho_", 20),
    new Known("ghu_", 20),
    new Known("ghs_", 20),
    new Known("ghr_", 20),
    new Known("github_pat_", 20),
    new Known("glpat-", 16),
    new Known("gldt-", 16),
    new Known("sk-", 16),
    new Known("sk_live_", 16),
    new Known("sk_test_", 16),
    new Known("rk_live_", 16),
    new Known("whsec_", 16),
    new Known("AKIA", 16),
    new Known("ASIA", 16),
    new Known("xoxb-", 12),
    new Known("xoxp-", 12),
    new Known("xoxa-", 12),
    new Known("xoxs-", 12),
    new Known("xoxr-", 12),
    new Known("xapp-", 12),
    new Known("AIza", 30),
    new Known("ya29.", 16),
    new Known("npm_", 20),
    new Known("hvs.", 16),
    new Known("hvb.", 16),
    new Known("dop_v1_", 20),
    new Known("SG.", 20),
    new Known("shpat_", 16),
    new Known("pypi-", 16),
    new Known("ATATT", 20),
    new Known("lin_api_", 16),
    new Known("PMAK-", 16),
    new Known("dapi", 32),
    new Known("AGE-SECRET-KEY-", 20),
    new Known("ntn_", 20),
    new Known("figd_", 16)
  };

  /** The same by their first character; none for most. */
  private static final Known[][] BY_FIRST = new Known[128][];

  static {
    for (Known known : KNOWN) {
      int first = known.prefix().charAt(0);
      Known[] before = BY_FIRST[first] == null ? new Known[0] : BY_FIRST[first];
      Known[] with = java.util.Arrays.copyOf(before, before.length + 1);
      with[before.length] = known;
      BY_FIRST[first] = with;
    }
  }

  private TokenShape() {}

  static boolean secret(String text, int start, int end) {
    int length = end - start;
    if (length < 8) {
      return false;
    }
    Known[] candidates = BY_FIRST[text.charAt(start)];
    if (candidates != null) {
      for (Known known : candidates) {
        if (length >= known.least && text.startsWith(known.prefix, start)) {
          return true;
        }
      }
    }
    return length >= SHORTEST_RANDOM
        && !uuid(text, start, end)
        && (base64(text, start, end) || anyPartRandom(text, start, end));
  }

  /** A word that is a path or a host name is judged by its parts. */
  private static boolean anyPartRandom(String text, int start, int end) {
    int from = start;
    for (int i = start; i <= end; i++) {
      if (i == end || text.charAt(i) == '/' || text.charAt(i) == '.') {
        if (i - from >= SHORTEST_RANDOM && !uuid(text, from, i) && random(text, from, i)) {
          return true;
        }
        from = i + 1;
      }
    }
    return false;
  }

  private static boolean base64(String text, int start, int end) {
    int slashes = 0;
    boolean plus = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' || c == '_' || c == '-' || c == '~') {
        return false;
      }
      plus |= c == '+';
      slashes += c == '/' ? 1 : 0;
    }
    return (plus || (slashes > 0 && text.charAt(start) != '/'))
        && bits(text, start, end) >= BASE64_BITS
        && changes(text, start, end) >= MIN_CHANGES;
  }

  private static boolean random(String text, int start, int end) {
    boolean hex = true;
    int digits = 0;
    int letters = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else {
        letters++;
        hex &= (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      }
    }
    if (digits < 2 || letters < 2) {
      return false;
    }
    if (hex) {
      return end - start >= SHORTEST_HEX;
    }
    return bits(text, start, end) >= RANDOM_BITS && changes(text, start, end) >= MIN_CHANGES;
  }

  /** How often letters turn to digits, or small letters to capitals not at the head of a word. */
  private static int changes(String text, int start, int end) {
    int changes = 0;
    for (int i = start + 1; i < end; i++) {
      int before = kind(text.charAt(i - 1));
      int now = kind(text.charAt(i));
      changes += before != now && before != 0 && now != 0 && (before == 3 || now == 3) ? 1 : 0;
      changes += before == 2 && now == 2 ? 1 : 0;
    }
    return changes;
  }

  private static int kind(char c) {
    if (c >= '0' && c <= '9') {
      return 3;
    }
    if (c >= 'A' && c <= 'Z') {
      return 2;
    }
    return c >= 'a' && c <= 'z' ? 1 : 0;
  }

  /** Shannon entropy of the characters. */
  private static double bits(String text, int start, int end) {
    int[] counts = new int[128];
    for (int i = start; i < end; i++) {
      counts[text.charAt(i) & 127]++;
    }
    double length = end - start;
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        bits -= count / length * Math.log(count / length);
      }
    }
    return bits / Math.log(2);
  }

  private static boolean uuid(String text, int start, int end) {
    if (end - start != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(start + i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether digits are the number of a payment card: 14 to 19 of them, of a known kind, with the
   * right check digit.
   */
  static boolean card(CharSequence digits) {
    int length = digits.length();
    if (length < 14 || length > 19 || digits.charAt(0) < '3' || digits.charAt(0) > '6') {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits.charAt(length - 1 - i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      int twice = digit * 2;
      sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }
}
