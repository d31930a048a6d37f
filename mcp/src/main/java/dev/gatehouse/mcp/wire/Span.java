package dev.gatehouse.mcp.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of bytes inside a scanned message: {@code start} inclusive, {@code end} exclusive. It is
 * a range and not a copy, so that what was judged is what is sent.
 */
public record Span(int start, int end) {
  /** Nothing there. */
  public static final Span NONE = new Span(0, 0);

  public boolean present() {
    return end > start;
  }

  public int length() {
    return end - start;
  }

  public byte[] copy(byte[] bytes) {
    return Arrays.copyOfRange(bytes, start, end);
  }

  public String text(byte[] bytes) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Whether the range of {@code bytes} is exactly {@code expected}. */
  public boolean equalTo(byte[] bytes, byte[] expected) {
    return Arrays.equals(bytes, start, end, expected, 0, expected.length);
  }
}
