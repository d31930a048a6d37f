package dev.gatehouse.mcp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Encoding of {@code Mcp-Name} and {@code Mcp-Param-*} (2026-07-28, Streamable HTTP). */
public final class HeaderValue {
  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  /** The value itself where it can travel as it is, else Base64 of its UTF-8 between marks. */
  public static String encode(String value) {
    if (plain(value) && !encoded(value)) {
      return value;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return PREFIX + Base64.getEncoder().encodeToString(utf8) + SUFFIX;
  }

  /** The value that a header carries; empty if it is malformed. */
  public static Optional<String> decode(String header) {
    if (!encoded(header)) {
      return plain(header) ? Optional.of(header) : Optional.empty();
    }
    try {
      String base64 = header.substring(PREFIX.length(), header.length() - SUFFIX.length());
      if (base64.length() % 4 != 0) { // the decoder would do without the padding
        return Optional.empty();
      }
      byte[] utf8 = Base64.getDecoder().decode(base64);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean encoded(String value) {
    return value.length() >= PREFIX.length() + SUFFIX.length()
        && value.startsWith(PREFIX)
        && value.endsWith(SUFFIX);
  }

  /** Printable ASCII with no white space at either end; not empty. */
  private static boolean plain(String value) {
    int length = value.length();
    if (length == 0 || value.charAt(0) == ' ' || value.charAt(length - 1) == ' ') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private HeaderValue() {}
}
