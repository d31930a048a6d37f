package dev.gatehouse.mcp.wire;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the bytes of one JSON object (RFC 8259, in strict UTF-8) with limits, for code that
 * wants a few values and the byte ranges of the rest. Every token is judged, also where nobody
 * wants it. Throws {@link FlawException} only; every caller catches it.
 *
 * <p>Our own and not Jackson's, of which it uses the names of tokens: each call is scanned twice
 * and its record once more, most of the bytes are the insides of strings that nobody asks for, and
 * these are passed over eight at a time here. Tests hold it to Jackson's token for token.
 */
public final class JsonCursor {
  private static final int MAX_NAME_BYTES = 4096;

  private final byte[] bytes;
  private final int to;
  private final ScanLimits limits;
  private final @Nullable KeysSeen seen;

  /** One bit for each level: whether it is an object. */
  private final long[] objects;

  private JsonToken token = JsonToken.NOT_AVAILABLE;
  private int start;
  private int position;
  private int depth;
  private int keys;

  /** Where keys are compared: the last one. */
  private String key = "";

  private JsonCursor(byte[] bytes, int to, ScanLimits limits, @Nullable KeysSeen seen) {
    this.bytes = bytes;
    this.to = to;
    this.limits = limits;
    this.seen = seen;
    this.objects = new long[(limits.maxDepth() >> 6) + 1];
  }

  /** Refuses a key that occurs twice, at any depth. */
  static JsonCursor strict(byte[] bytes, int from, int to, ScanLimits limits) {
    return open(bytes, from, to, limits, new KeysSeen());
  }

  /** Leaves it to the caller whether a key may occur twice. */
  public static JsonCursor plain(byte[] bytes, int from, int to, ScanLimits limits) {
    return open(bytes, from, to, limits, null);
  }

  /** The cursor stands on the opening brace. */
  private static JsonCursor open(
      byte[] bytes, int from, int to, ScanLimits limits, @Nullable KeysSeen seen) {
    if (to - from > limits.maxBytes()) {
      throw new FlawException(Flaw.TOO_LARGE);
    }
    JsonCursor cursor = new JsonCursor(bytes, to, limits, seen);
    int first = firstByte(bytes, from, to);
    if (cursor.at(first) != '{') {
      throw isJsonStart(bytes[first])
          ? new FlawException(Flaw.NOT_AN_OBJECT)
          : cursor.unexpected(first);
    }
    cursor.value(first);
    return cursor;
  }

  /** Index of the first byte that is not JSON white space; {@code to} if there is none. */
  static int firstByte(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to
        && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static boolean isJsonStart(byte b) {
    return b == '['
        || b == '"'
        || b == '-'
        || (b >= '0' && b <= '9')
        || b == 't'
        || b == 'f'
        || b == 'n';
  }

  /** Goes on to the next token; after the end of the outermost object there is none. */
  public JsonToken next() {
    int i = firstByte(bytes, position, to);
    switch (token) {
      case FIELD_NAME -> {
        if (at(i) != ':') {
          throw unexpected(i);
        }
        value(firstByte(bytes, i + 1, to));
      }
      case START_OBJECT, START_ARRAY -> {
        if (!closes(i)) {
          keyOrElement(i);
        }
      }
      default -> {
        if (depth == 0) {
          throw new FlawException(Flaw.NOT_JSON);
        }
        if (!closes(i)) {
          if (bytes[i] != ',') {
            throw unexpected(i);
          }
          keyOrElement(firstByte(bytes, i + 1, to));
        }
      }
    }
    return token;
  }

  private boolean closes(int i) {
    boolean object = inObject();
    if (at(i) != (object ? '}' : ']')) {
      return false;
    }
    if (object && seen != null) {
      seen.leave(depth);
    }
    depth--;
    token(object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY, i, i + 1);
    return true;
  }

  private void keyOrElement(int i) {
    if (!inObject()) {
      value(i);
      return;
    }
    if (at(i) != '"') {
      throw unexpected(i);
    }
    token(JsonToken.FIELD_NAME, i, JsonString.end(bytes, i, to));
    if (++keys > limits.maxKeys()) {
      throw new FlawException(Flaw.TOO_MANY_KEYS);
    }
    if (position - start > MAX_NAME_BYTES) {
      throw new FlawException(Flaw.TOO_LARGE);
    }
    if (seen != null) {
      key = text();
      if (!seen.add(depth, key)) {
        throw new FlawException(Flaw.DUPLICATE_KEY);
      }
    }
  }

  private void value(int i) {
    switch (at(i)) {
      case '"' -> token(JsonToken.VALUE_STRING, i, JsonString.end(bytes, i, to));
      case '{' -> open(JsonToken.START_OBJECT, i);
      case '[' -> open(JsonToken.START_ARRAY, i);
      case 't' -> literal(JsonToken.VALUE_TRUE, i);
      case 'f' -> literal(JsonToken.VALUE_FALSE, i);
      case 'n' -> literal(JsonToken.VALUE_NULL, i);
      default -> number(i);
    }
  }

  private void open(JsonToken opened, int i) {
    if (++depth > limits.maxDepth()) {
      throw new FlawException(Flaw.TOO_DEEP);
    }
    long bit = 1L << depth;
    if (opened == JsonToken.START_ARRAY) {
      objects[depth >> 6] &= ~bit;
    } else {
      objects[depth >> 6] |= bit;
      if (seen != null) {
        seen.enter(depth);
      }
    }
    token(opened, i, i + 1);
  }

  private void literal(JsonToken literal, int i) {
    byte[] expected = literal.asByteArray();
    for (int k = 0; k < expected.length; k++) {
      if (at(i + k) != expected[k]) {
        throw unexpected(i + k);
      }
    }
    token(literal, i, i + expected.length);
  }

  private void number(int i) {
    int whole = JsonNumber.endOfInteger(bytes, i, to);
    int end = whole == i ? i : JsonNumber.end(bytes, whole, to);
    if (end <= i) {
      throw unexpected(i);
    }
    if (end - i > JsonNumber.MAX_LENGTH) {
      throw new FlawException(Flaw.TOO_LARGE);
    }
    token(end == whole ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT, i, end);
  }

  private void token(JsonToken found, int from, int end) {
    token = found;
    start = from;
    position = end;
  }

  private boolean inObject() {
    return (objects[depth >> 6] & 1L << depth) != 0;
  }

  private byte at(int i) {
    if (i >= to) {
      throw new FlawException(Flaw.NOT_JSON);
    }
    return bytes[i];
  }

  private FlawException unexpected(int i) {
    boolean character = bytes[i] >= 0 || Utf8.length(bytes, i, to) > 0;
    return new FlawException(character ? Flaw.NOT_JSON : Flaw.NOT_UTF8);
  }

  /** The current token. */
  public JsonToken token() {
    return token;
  }

  /** Inside an object: the next key, with the cursor on it; null at the closing brace. */
  public @Nullable String nextKey() {
    if (next() != JsonToken.FIELD_NAME) {
      return null;
    }
    return seen == null ? text() : key;
  }

  /** Where the current token starts. */
  public int start() {
    return start;
  }

  /** Where the current value ends, once it was read or skipped to its last token. */
  public int end() {
    return position;
  }

  /** The text of the current string or key. */
  public String text() {
    return JsonString.text(bytes, start + 1, position - 1);
  }

  /** Whether the current string or key stands there otherwise than its text in UTF-8. */
  public boolean escaped() {
    return JsonString.escaped(bytes, start + 1, position - 1);
  }

  /** Whether the current number is written without fraction and exponent. */
  boolean onInteger() {
    return token == JsonToken.VALUE_NUMBER_INT;
  }

  /** The current integer as int; {@code fallback} if it is too large for one. */
  int intValue(int fallback) {
    return JsonNumber.intValue(bytes, start, position, fallback);
  }

  /** Passes over the value that the cursor stands on the start of. */
  void skip() {
    if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
      return;
    }
    int outer = depth - 1;
    while (depth > outer) {
      next();
    }
  }

  /** Passes over the current value and gives its range. */
  Span span() {
    int from = start;
    skip();
    return new Span(from, position);
  }

  /** After the closing brace of the outermost object: nothing but white space may follow. */
  public void finish() {
    if (firstByte(bytes, position, to) < to) {
      throw new FlawException(Flaw.TRAILING_DATA);
    }
  }
}
