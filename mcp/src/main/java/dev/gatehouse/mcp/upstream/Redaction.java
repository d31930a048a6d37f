package dev.gatehouse.mcp.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes the credential that was shown to an upstream out of what the upstream says: error texts are
 * stored, shown and logged, and a server that repeats what it was sent must not make a secret part
 * of them.
 */
public final class Redaction {
  /** For an upstream without a credential. */
  public static final Redaction NONE = new Redaction(List.of());

  private static final String STAND_IN = "***";

  /** What is shorter is no secret, and would be found in every text. */
  private static final int SHORTEST = 4;

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /**
   * @param credential headers or variables; names are no secret, every value may be one
   */
  public static Redaction of(Map<String, String> credential) {
    if (credential.isEmpty()) {
      return NONE;
    }
    List<String> secrets = new ArrayList<>();
    for (String value : credential.values()) {
      secrets.add(value);
      int space = value.indexOf(' ');
      String token = value.substring(space + 1);
      secrets.add(token);
      if (space > 0 && value.substring(0, space).toLowerCase(Locale.ROOT).equals("basic")) {
        addBasic(token, secrets);
      }
    }
    return new Redaction(
        secrets.stream()
            .map(String::strip)
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  private static void addBasic(String token, List<String> secrets) {
    try {
      String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      secrets.add(pair);
      secrets.add(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      // not what it says it is: nothing more is known of it
    }
  }

  /** The text without the credential. */
  public String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, STAND_IN);
    }
    return clean;
  }

  /** Whether a text repeats the credential. */
  public boolean finds(String text) {
    return secrets.stream().anyMatch(text::contains);
  }

  /** The same bytes if they do not repeat the credential. */
  byte[] clean(byte[] json) {
    if (secrets.isEmpty() || json.length == 0) {
      return json;
    }
    String text = new String(json, StandardCharsets.UTF_8);
    return finds(text) ? clean(text).getBytes(StandardCharsets.UTF_8) : json;
  }

  @Override
  public String toString() {
    return "Redaction";
  }
}
