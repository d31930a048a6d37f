package dev.gatehouse.auth.organisation;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of organisations in URLs: lower-case letters, digits and single hyphens, 2 to 40. */
final class Slug {
  /** For Bean Validation. */
  static final String PATTERN = "[a-z0-9](?:-?[a-z0-9]){1,39}";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /** Would be taken for an organisation's id. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int LONGEST = 40;

  /** Would be taken for a path of the MCP endpoint itself. */
  private static final Set<String> RESERVED = Set.of("sse", "messages", "mcp", "api", "admin");

  private Slug() {}

  static boolean good(String slug) {
    return SHAPE.matcher(slug).matches() && !RESERVED.contains(slug) && !ID.matcher(slug).matches();
  }

  /** A slug made of a name; {@code organisation} if nothing of the name can stand in one. */
  static String from(String name) {
    String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    String hyphened =
        ascii.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String cut =
        hyphened.length() > LONGEST
            ? hyphened.substring(0, LONGEST).replaceAll("-$", "")
            : hyphened;
    return good(cut) ? cut : "organisation";
  }

  /** The slug with a number, for when it is taken. */
  static String numbered(String slug, int number) {
    String suffix = "-" + number;
    String stem = slug.substring(0, Math.min(slug.length(), LONGEST - suffix.length()));
    return stem.replaceAll("-$", "") + suffix;
  }
}
