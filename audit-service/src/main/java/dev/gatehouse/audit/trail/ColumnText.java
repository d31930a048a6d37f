package dev.gatehouse.audit.trail;

import org.jspecify.annotations.Nullable;

/**
 * Text as it stands in the columns that filters look at: PostgreSQL takes no NUL and an index entry
 * has a size limit, so a column holds the first {@value #LIMIT} characters. The record itself is
 * kept whole.
 */
public final class ColumnText {
  static final int LIMIT = 256;

  private ColumnText() {}

  /** The column's form of a text; filters must be brought to it as well. */
  public static @Nullable String of(@Nullable String text) {
    return text == null ? null : clip(text);
  }

  static String clip(String text) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    if (clean.length() <= LIMIT) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(LIMIT - 1)) ? LIMIT - 1 : LIMIT;
    return clean.substring(0, end);
  }
}
