package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its name whether a field, header, parameter or setting holds a secret: by common names,
 * and by those that a tool's own schema marks. Spelling does not matter: {@code API-Key}, {@code
 * apiKey} and {@code x_api_key} are one.
 */
public final class SecretNames {
  private static final Set<String> WHOLE =
      Set.of(
          "auth",
          "pwd",
          "pass",
          "pin",
          "otp",
          "totp",
          "mfacode",
          "cvv",
          "cvc",
          "ssn",
          "sid",
          "jwt",
          "sessionid",
          "jsessionid",
          "phpsessid",
          "cookies",
          "credentials",
          "secrets",
          "tokens",
          "passwords",
          "apikeys",
          "seedphrase",
          "mnemonic",
          "dsn",
          "connectionstring",
          "cardnumber",
          "creditcard",
          "pan",
          "privatekeypem",
          "signingkey",
          "encryptionkey",
          "xamzsignature",
          "recoverycode",
          "recoverycodes",
          "verificationcode",
          "clientassertion",
          "codeverifier");

  private static final String[] ENDS = {
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "apikey",
    "privatekey",
    "secretkey",
    "accesskey",
    "accesskeyid",
    "credential",
    "authorization",
    "cookie",
    "bearer",
    "idtoken",
    "jwt",
    "csrf",
    "xsrf",
    "sharedkey",
    "accountkey",
    "signature"
  };

  /** The same by their last letter. */
  private static final String[][] ENDS_BY_LAST = new String[128][0];

  /** Letters as they are compared, digits; 0 for what is left out. */
  private static final char[] PLAIN = new char[128];

  static {
    for (String end : ENDS) {
      int last = end.charAt(end.length() - 1);
      ENDS_BY_LAST[last] = Arrays.copyOf(ENDS_BY_LAST[last], ENDS_BY_LAST[last].length + 1);
      ENDS_BY_LAST[last][ENDS_BY_LAST[last].length - 1] = end;
    }
    for (char c = 0; c < 128; c++) {
      PLAIN[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    }
  }

  /** Names that end like a secret and are none. */
  private static final Set<String> HARMLESS =
      Set.of(
          "pagetoken",
          "nextpagetoken",
          "progresstoken",
          "continuationtoken",
          "synctoken",
          "nexttoken");

  /** Parameters of a URL's query that hold a secret there and nothing special elsewhere. */
  private static final Set<String> IN_QUERY = Set.of("key", "code", "sig", "sign", "access", "t");

  private static final int REMEMBERED = 512;
  private static final int LONGEST_REMEMBERED = 64;

  /** Common names only. */
  public static final SecretNames COMMON = new SecretNames(Set.of()); // after what it is made of

  private final Set<String> more;

  /** Characters of ASCII in which a secret name can end as it is written. */
  private final boolean[] lasts = new boolean[128];

  /** Members have the same names again and again: of each place the last two that came. */
  private final @Nullable Member[] remembered = new @Nullable Member[REMEMBERED];

  /**
   * The name of a member.
   *
   * @param seen the name as it is looked at, a byte for each code unit
   * @param secret whether its value is
   * @param shown the name without secrets in itself
   * @param quoted the same as a JSON string
   * @param found how many those were
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes to write, never compared as a whole
  record Member(String name, byte[] seen, boolean secret, String shown, byte[] quoted, int found) {}

  private SecretNames(Set<String> more) {
    this.more = more;
    Stream.of(WHOLE, Set.of(ENDS), IN_QUERY, more)
        .flatMap(Set::stream)
        .filter(name -> !name.isEmpty() && name.charAt(name.length() - 1) < 128)
        .forEach(name -> lasts[name.charAt(name.length() - 1)] = true);
    for (char c = 0; c < 128; c++) {
      lasts[c] = PLAIN[c] == 0 || lasts[PLAIN[c]];
    }
  }

  /**
   * Whether a name that ends so can be secret, here or in a query.
   *
   * @param last of ASCII
   */
  boolean mayEndSecret(byte last) {
    return lasts[last];
  }

  /**
   * @param marked names that are secret besides the common ones
   */
  public static SecretNames with(Iterable<String> marked) {
    Set<String> names = new java.util.HashSet<>();
    marked.forEach(name -> names.add(plain(name)));
    return names.isEmpty() ? COMMON : new SecretNames(Set.copyOf(names));
  }

  Member member(String name) {
    int place = place(name.hashCode());
    for (int i = place; i < place + 2; i++) {
      Member known = remembered[i];
      if (known != null && known.name().equals(name)) {
        return known;
      }
    }
    return remember(name, place);
  }

  /** The same of a name that is all ASCII, without a string if it is known. */
  Member member(byte[] text, int from, int to) {
    int hash = 0; // that of the string
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    int place = place(hash);
    for (int i = place; i < place + 2; i++) {
      Member known = remembered[i];
      if (known != null && Arrays.equals(known.seen(), 0, known.seen().length, text, from, to)) {
        return known;
      }
    }
    return remember(new String(text, from, to - from, StandardCharsets.US_ASCII), place);
  }

  private static int place(int hash) {
    return (hash * 0x9E3779B9 >>> 16) & REMEMBERED - 2; // short names differ in few bits
  }

  private Member remember(String name, int place) {
    TextRedaction.Redacted redacted = TextRedaction.of(name, this);
    String shown = redacted.text();
    byte[] seen = SecretScan.seen(name);
    byte[] quoted = JsonTarget.quoted(shown);
    Member fresh = new Member(name, seen, secret(name), shown, quoted, redacted.found());
    if (name.length() <= LONGEST_REMEMBERED) {
      remembered[place + 1] = remembered[place];
      remembered[place] = fresh;
    }
    return fresh;
  }

  public boolean secret(String name) {
    String plain = plain(name);
    if (plain.isEmpty()) {
      return false;
    }
    if (WHOLE.contains(plain) || more.contains(plain)) {
      return true;
    }
    if (HARMLESS.contains(plain)) {
      return false;
    }
    char last = plain.charAt(plain.length() - 1);
    if (last >= 128) {
      return false;
    }
    for (String end : ENDS_BY_LAST[last]) {
      if (plain.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  /** The same for a parameter of a URL's query, where some more names mean a secret. */
  public static boolean secretInQuery(String name) {
    return IN_QUERY.contains(plain(name));
  }

  /** Lower-case letters and digits of the part after the last dot or slash. */
  private static String plain(String name) {
    int from = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1;
    char[] out = new char[name.length() - from];
    int length = 0;
    for (int i = from; i < name.length(); i++) {
      char plain = plain(name.charAt(i));
      if (plain != 0) {
        out[length++] = plain;
      }
    }
    return new String(out, 0, length);
  }

  private static char plain(char c) {
    if (c < 128) {
      return PLAIN[c];
    }
    return Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
  }
}
