package dev.gatehouse.mcp.upstream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One challenge of {@code WWW-Authenticate} (RFC 9110 section 11.6.1): what a server asks for.
 *
 * @param scheme as the server wrote it
 * @param parameters by lower-case name; of one that is there twice, the first
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_LENGTH = 8_192;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** A parameter, else a scheme; a token68 after a scheme has no meaning here. */
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*(?:(?<name>%1$s)\\s*=\\s*(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\"|(?<plain>%1$s))(?=[\\s,]|$)|(?<scheme>%1$s)(?=[\\s,]|$)|(?<other>[^\\s,]+))"
              .formatted(TOKEN));

  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The challenges of a header's value; what cannot be read is passed over. */
  public static List<Challenge> parse(@Nullable String header) {
    List<Challenge> challenges = new ArrayList<>();
    if (header == null || header.length() > MAX_LENGTH) {
      return challenges;
    }
    String scheme = null;
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher part = PART.matcher(header);
    while (part.find()) {
      if (part.group("scheme") != null) {
        if (scheme != null) {
          challenges.add(new Challenge(scheme, parameters));
        }
        scheme = part.group("scheme");
        parameters = new LinkedHashMap<>();
      } else if (part.group("name") != null) {
        String quoted = part.group("quoted");
        parameters.putIfAbsent(
            part.group("name").toLowerCase(Locale.ROOT),
            quoted == null ? part.group("plain") : quoted.replaceAll("\\\\(.)", "$1"));
      }
    }
    if (scheme != null) {
      challenges.add(new Challenge(scheme, parameters));
    }
    return challenges;
  }

  /** The first Bearer challenge (RFC 6750 section 3). */
  public static Optional<Challenge> bearer(@Nullable String header) {
    return parse(header).stream()
        .filter(challenge -> challenge.scheme().equalsIgnoreCase("Bearer"))
        .findFirst();
  }

  public @Nullable String error() {
    return parameters.get("error");
  }

  /** Scopes, separated by blanks. */
  public @Nullable String scope() {
    return parameters.get("scope");
  }

  /** Where the metadata of the protected resource is (RFC 9728 section 5.1). */
  public @Nullable String resourceMetadata() {
    return parameters.get("resource_metadata");
  }
}
