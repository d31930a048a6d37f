package dev.gatehouse.registry.text;

/**
 * Text as PostgreSQL takes it and as it can be sent as UTF-8: without NUL and without halves of
 * surrogate pairs.
 */
public final class StorableText {
  private StorableText() {}

  /** Whether a text has nothing else. */
  public static boolean is(String text) {
    return text.codePoints().allMatch(StorableText::isTaken);
  }

  /** A text without what cannot be stored. */
  public static String of(String text) {
    return text.codePoints()
        .filter(StorableText::isTaken)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isTaken(int codePoint) {
    return codePoint != 0
        && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
