package dev.gatehouse.platform.redact;

import java.util.Set;

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

  private final Set<String> more;

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
    for (String end : ENDS) {
      if (plain.endsWith(end)) {
        return true;
      }
    }
    return false;
  }

  static boolean secretInQuery(String name) {
    return IN_QUERY.contains(plain(name));
  }

  /** Lower-case letters and digits of the part after the last dot or slash. */
  private static String plain(String name) {
    int from = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1;
    StringBuilder out = new StringBuilder(name.length() - from);
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        out.append(Character.toLowerCase(c));
      }
    }
    return out.toString();
  }
}
