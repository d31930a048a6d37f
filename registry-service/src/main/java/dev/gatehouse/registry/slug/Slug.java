package dev.gatehouse.registry.slug;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The form of a name in URLs: 1 to 63 of {@code a-z0-9-}, with a letter or digit at both ends.
 * Derived once, from the name at creation; renaming does not change it.
 */
public final class Slug {
  static final int MAX_LENGTH = 63;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-+|-+$");

  private Slug() {}

  /**
   * The first free slug for a name: the plain one, else with {@code -2}, {@code -3}, ….
   *
   * @param fallback where the name has no letter or digit of ASCII, such as {@code gateway}
   */
  public static String derive(String name, String fallback, Predicate<String> taken) {
    String base = base(name, fallback);
    String candidate = base;
    for (int number = 2; taken.test(candidate); number++) {
      String suffix = "-" + number;
      candidate = cut(base, MAX_LENGTH - suffix.length()) + suffix;
    }
    return candidate;
  }

  private static String base(String name, String fallback) {
    String letters = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String dashed = OTHERS.matcher(letters.toLowerCase(Locale.ROOT)).replaceAll("-");
    String slug = cut(EDGES.matcher(dashed).replaceAll(""), MAX_LENGTH);
    return slug.isEmpty() ? fallback : slug;
  }

  private static String cut(String slug, int length) {
    String head = slug.substring(0, Math.min(slug.length(), length));
    return EDGES.matcher(head).replaceAll("");
  }
}
