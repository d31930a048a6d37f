package dev.gatehouse.platform.redact;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells by its name whether a field, header, parameter or setting holds a secret: by common names,
 * and by those that a tool's own schema marks. Spelling does not matter: {@code API-Key}, {@code
 * apiKey} and {@code x_api_key} are one.
 */
public final class SecretNames {
  /** Common names only. */
  public static final SecretNames COMMON = new SecretNames(Set.of());

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

  private static final int REMEMBERED = 256;
  private static final int LONGEST_REMEMBERED = 64;

  private final Set<String> more;

  /** Members have the same names again and again; an entry is replaced by the next of its place. */
  private final @Nullable Member[] remembered = new @Nullable Member[REMEMBERED];

  /**
   * The name of a member.
   *
   * @param secret whether its value is
   * @param shown the name without secrets in itself
   * @param found how many those were
   */
  record Member(String name, boolean secret, String shown, int found) {}

  private SecretNames(Set<String> more) {
    this.more = more;
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
    int hash = name.hashCode();
    int place = (hash ^ hash >>> 16) & REMEMBERED - 1;
    Member known = remembered[place];
    if (known != null && known.name().equals(name)) {
      return known;
    }
    TextRedaction.Redacted redacted = TextRedaction.of(name, this);
    Member fresh =
        new Member(name, secret(name), CutJson.wholePairs(redacted.text()), redacted.found());
    if (name.length() <= LONGEST_REMEMBERED) {
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
