package dev.gatehouse.mcp.wire;

import com.fasterxml.jackson.core.JsonToken;
import java.util.Optional;

/**
 * Finds one member of an object that a scanner has already judged, for the methods that need more
 * than the envelope gives. A second pass over the object: not for the path of a tool call.
 */
public final class JsonMembers {
  private static final ScanLimits LIMITS = ScanLimits.REPLY.withMaxBytes(Integer.MAX_VALUE);

  private JsonMembers() {}

  /** Range of the value under {@code key}; {@link Span#NONE} if there is none. */
  public static Span find(byte[] bytes, Span object, String key) {
    return read(bytes, object, key, JsonCursor::span).orElse(Span.NONE);
  }

  /** The text under {@code key}; empty if there is none or it is no string. */
  public static Optional<String> text(byte[] bytes, Span object, String key) {
    return read(
        bytes, object, key, json -> json.token() == JsonToken.VALUE_STRING ? json.text() : null);
  }

  /** Whether {@code true} stands under {@code key}. */
  public static boolean isTrue(byte[] bytes, Span object, String key) {
    return read(bytes, object, key, json -> json.token() == JsonToken.VALUE_TRUE).orElse(false);
  }

  /** The text that the raw string {@code span} stands for; empty if it is no string. */
  public static Optional<String> string(byte[] bytes, Span span) {
    byte[] wrapped =
        new Bytes(span.length() + 6)
            .add('{')
            .quote("s")
            .add(':')
            .add(bytes, span)
            .add('}')
            .toArray();
    return text(wrapped, new Span(0, wrapped.length), "s");
  }

  @FunctionalInterface
  private interface Reader<T> {
    @org.jspecify.annotations.Nullable
    T read(JsonCursor json);
  }

  private static <T> Optional<T> read(byte[] bytes, Span object, String key, Reader<T> reader) {
    if (!object.present()) {
      return Optional.empty();
    }
    try {
      JsonCursor json = JsonCursor.plain(bytes, object.start(), object.end(), LIMITS);
      for (String at = json.nextKey(); at != null; at = json.nextKey()) {
        json.next();
        if (at.equals(key)) {
          return Optional.ofNullable(reader.read(json));
        }
        json.skip();
      }
      return Optional.empty();
    } catch (FlawException e) {
      return Optional.empty();
    }
  }
}
