package dev.gatehouse.audit.trail;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes rows in the text format of PostgreSQL's {@code COPY}. */
final class CopyLine {
  private final StringBuilder out;
  private boolean first = true;

  CopyLine(StringBuilder out) {
    this.out = out;
  }

  /** Appends a column by its text form; null is {@code \N}. */
  CopyLine column(@Nullable Object value) {
    if (!first) {
      out.append('\t');
    }
    first = false;
    if (value == null) {
      out.append("\\N");
    } else {
      escape(value.toString());
    }
    return this;
  }

  /** Appends a {@code bytea} column. */
  CopyLine bytes(byte[] value) {
    out.append(first ? "" : "\t").append("\\\\x");
    first = false;
    HexFormat.of().formatHex(out, value);
    return this;
  }

  void end() {
    out.append('\n');
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
  }
}
