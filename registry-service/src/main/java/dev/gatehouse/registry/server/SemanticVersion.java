package dev.gatehouse.registry.server;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version by semver.org 2.0.0; build metadata has no part in the order. */
record SemanticVersion(String major, String minor, String patch, @Nullable String preRelease)
    implements Comparable<SemanticVersion> {
  private static final Pattern FORM =
      Pattern.compile(
          "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
              + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
              + "(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
              + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Numbers of any length, without leading zeros. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private static final Comparator<SemanticVersion> BY_RELEASE =
      Comparator.comparing(SemanticVersion::major, BY_NUMBER)
          .thenComparing(SemanticVersion::minor, BY_NUMBER)
          .thenComparing(SemanticVersion::patch, BY_NUMBER);

  static Optional<SemanticVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SemanticVersion(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int release = BY_RELEASE.compare(this, other);
    if (release != 0) {
      return release;
    }
    if (preRelease == null || other.preRelease == null) {
      return Boolean.compare(preRelease == null, other.preRelease == null);
    }
    return comparePreRelease(preRelease.split("\\."), other.preRelease.split("\\."));
  }

  private static int comparePreRelease(String[] left, String[] right) {
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      boolean number = NUMBER.matcher(left[i]).matches();
      boolean otherNumber = NUMBER.matcher(right[i]).matches();
      int order =
          number != otherNumber
              ? Boolean.compare(otherNumber, number) // a number is before a word
              : number ? BY_NUMBER.compare(left[i], right[i]) : left[i].compareTo(right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }
}
