package dev.gatehouse.platform.redact;

import java.util.Arrays;
import java.util.List;

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

  /** What the characters of a word are, a bit for each kind. */
  private static final int LETTER = 1;

  private static final int DIGIT = 2;
  private static final int DOT = 4;
  private static final int SLASH = 8;
  private static final int PLUS = 16;
  private static final int DASH = 32;

  /** By byte; 0 for what is in no word. */
  private static final byte[] KINDS = new byte[256];

  static {
    for (char c = 0; c < 128; c++) {
      KINDS[c] =
          (byte)
              switch (c) {
                case '.' -> DOT;
                case '/' -> SLASH;
                case '+' -> PLUS;
                case '_', '-', '~' -> DASH;
                default -> Character.isDigit(c) ? DIGIT : Character.isLetter(c) ? LETTER : 0;
              };
    }
  }

  /** Prefix and the least length of the whole word. */
  record Known(String prefix, int least) {}

  static final List<Known> KNOWN =
      List.of(
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
          new Known("figd_", 16));

  /** The same by their first character; none for most. */
  private static final Known[][] BY_FIRST = new Known[128][];

  static {
    for (Known known : KNOWN) {
      int first = known.prefix().charAt(0);
      Known[] before = BY_FIRST[first] == null ? new Known[0] : BY_FIRST[first];
      Known[] with = Arrays.copyOf(before, before.length + 1);
      with[before.length] = known;
      BY_FIRST[first] = with;
    }
  }

  /** Small letters 1, capitals 2, digits 3. */
  private static final byte[] CASES = new byte[128];

  static {
    Arrays.fill(CASES, 'a', 'z' + 1, (byte) 1);
    Arrays.fill(CASES, 'A', 'Z' + 1, (byte) 2);
    Arrays.fill(CASES, '0', '9' + 1, (byte) 3);
  }

  private static final double[] TIMES_ITS_LOGARITHM = new double[256];

  static {
    for (int i = 1; i < TIMES_ITS_LOGARITHM.length; i++) {
      TIMES_ITS_LOGARITHM[i] = i * Math.log(i) / Math.log(2);
    }
  }

  private TokenShape() {}

  /** What is shorter is no secret by its looks. */
  static final int SHORTEST = 8;

  /** What a character is in a word; 0 if it is in none, as all outside of ASCII are. */
  static int kind(byte c) {
    return KINDS[c & 0xFF];
  }

  /**
   * @param kinds of all the characters of the word, which is of ASCII
   */
  static boolean secret(byte[] text, int start, int end, int kinds) {
    int length = end - start;
    if (length < SHORTEST) {
      return false;
    }
    Known[] candidates = BY_FIRST[text[start]];
    if (candidates != null) {
      for (Known known : candidates) {
        if (length >= known.least && startsWith(text, start, known.prefix)) {
          return true;
        }
      }
    }
    if (length < SHORTEST_RANDOM) {
      return false;
    }
    boolean base64 = mayBeBase64(text[start], kinds);
    boolean digits = (kinds & DIGIT) != 0; // what is drawn at random has some
    return (base64 || digits)
        && !uuid(text, start, end)
        && ((base64 && drawn(text, start, end, BASE64_BITS))
            || (digits && anyPartRandom(text, start, end)));
  }

  static boolean startsWith(byte[] text, int start, String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (text[start + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A word that is a path or a host name is judged by its parts. */
  private static boolean anyPartRandom(byte[] text, int start, int end) {
    int from = start;
    for (int i = start; i <= end; i++) {
      if (i == end || text[i] == '/' || text[i] == '.') {
        if (i - from >= SHORTEST_RANDOM && !uuid(text, from, i) && random(text, from, i)) {
          return true;
        }
        from = i + 1;
      }
    }
    return false;
  }

  private static boolean mayBeBase64(byte first, int kinds) {
    return (kinds & (DOT | DASH)) == 0
        && ((kinds & PLUS) != 0 || ((kinds & SLASH) != 0 && first != '/'));
  }

  private static boolean drawn(byte[] text, int start, int end, double leastBits) {
    return changesOften(text, start, end) && bits(text, start, end) >= leastBits;
  }

  private static boolean random(byte[] text, int start, int end) {
    boolean hex = true;
    int digits = 0;
    int letters = 0;
    for (int i = start; i < end; i++) {
      byte c = text[i];
      if (c >= '0' && c <= '9') {
        digits++;
      } else {
        letters++;
        hex &= hexDigit(c);
      }
    }
    if (digits < 2 || letters < 2) {
      return false;
    }
    if (hex) {
      return end - start >= SHORTEST_HEX;
    }
    return drawn(text, start, end, RANDOM_BITS);
  }

  /** Whether letters turn to digits, or small letters to capitals not at the head of a word. */
  private static boolean changesOften(byte[] text, int start, int end) {
    int changes = 0;
    int before = CASES[text[start]];
    for (int i = start + 1; i < end; i++) {
      int now = CASES[text[i]];
      boolean digitBeside = before != now && before != 0 && now != 0 && (before == 3 || now == 3);
      if ((digitBeside || (before == 2 && now == 2)) && ++changes == MIN_CHANGES) {
        return true;
      }
      before = now;
    }
    return false;
  }

  /** Shannon entropy of the characters: log n - (sum of c log c) / n, over how often each is. */
  private static double bits(byte[] text, int start, int end) {
    int[] counts = new int[128];
    for (int i = start; i < end; i++) {
      counts[text[i] & 127]++;
    }
    double sum = 0;
    for (int count : counts) {
      if (count > 1) {
        sum += timesItsLogarithm(count);
      }
    }
    int length = end - start;
    return (timesItsLogarithm(length) - sum) / length;
  }

  private static double timesItsLogarithm(int count) {
    return count < TIMES_ITS_LOGARITHM.length
        ? TIMES_ITS_LOGARITHM[count]
        : count * Math.log(count) / Math.log(2);
  }

  private static boolean uuid(byte[] text, int start, int end) {
    if (end - start != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      byte c = text[start + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !hexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hexDigit(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Kinds of cards begin with few digits. */
  static boolean beginsCard(byte digit) {
    return digit >= '3' && digit <= '6';
  }

  /**
   * Whether digits are the number of a payment card: 14 to 19 of them, of a known kind, with the
   * right check digit.
   */
  static boolean card(byte[] digits, int start, int end) {
    int length = end - start;
    if (length < 14 || length > 19 || !beginsCard(digits[start])) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits[end - 1 - i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      int twice = digit * 2;
      sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }
}
