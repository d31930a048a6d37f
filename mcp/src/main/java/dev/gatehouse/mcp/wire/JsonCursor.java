package dev.gatehouse.mcp.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * One pass over the bytes of one JSON object with limits, for code that wants a few values and the
 * byte ranges of the rest. Throws {@link FlawException} only; every caller catches it.
 */
final class JsonCursor implements AutoCloseable {
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(1000) // ours is lower and checked first
          .maxNameLength(4096)
          .maxNumberLength(1000)
          .maxStringLength(Integer.MAX_VALUE) // the message is bounded as a whole
          .build();
  private static final JsonFactory STRICT = factory(true);
  private static final JsonFactory PLAIN = factory(false);

  private final JsonParser parser;
  private final ScanLimits limits;
  private final int offset;
  private int depth;
  private int keys;

  private JsonCursor(JsonParser parser, ScanLimits limits, int offset) {
    this.parser = parser;
    this.limits = limits;
    this.offset = offset;
  }

  private static JsonFactory factory(boolean strict) {
    return JsonFactory.builder()
        .streamReadConstraints(CONSTRAINTS)
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
        .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
        .build();
  }

  /** Refuses a key that occurs twice, at any depth. */
  static JsonCursor strict(byte[] bytes, int from, int to, ScanLimits limits) {
    return open(STRICT, bytes, from, to, limits);
  }

  static JsonCursor plain(byte[] bytes, int from, int to, ScanLimits limits) {
    return open(PLAIN, bytes, from, to, limits);
  }

  /** The cursor stands on the opening brace. */
  private static JsonCursor open(
      JsonFactory factory, byte[] bytes, int from, int to, ScanLimits limits) {
    if (to - from > limits.maxBytes()) {
      throw new FlawException(Flaw.TOO_LARGE);
    }
    if (!Utf8.valid(bytes, from, to)) {
      throw new FlawException(Flaw.NOT_UTF8);
    }
    int start = firstByte(bytes, from, to);
    if (start == to) {
      throw new FlawException(Flaw.NOT_JSON);
    }
    // The parser guesses UTF-16 from a zero in second place; after a brace JSON never has one.
    if (bytes[start] != '{' || (start + 1 < to && bytes[start + 1] == 0)) {
      throw new FlawException(isJsonStart(bytes[start]) ? Flaw.NOT_AN_OBJECT : Flaw.NOT_JSON);
    }
    try {
      JsonCursor cursor =
          new JsonCursor(factory.createParser(bytes, start, to - start), limits, start);
      cursor.next();
      return cursor;
    } catch (IOException e) {
      throw new FlawException(Flaw.NOT_JSON);
    }
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

  JsonToken next() {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new FlawException(Flaw.NOT_JSON);
      }
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          if (++depth > limits.maxDepth()) {
            throw new FlawException(Flaw.TOO_DEEP);
          }
        }
        case END_OBJECT, END_ARRAY -> depth--;
        case FIELD_NAME -> {
          if (++keys > limits.maxKeys()) {
            throw new FlawException(Flaw.TOO_MANY_KEYS);
          }
        }
        default -> {}
      }
      return token;
    } catch (IOException e) {
      throw new FlawException(flawOf(e));
    }
  }

  private static Flaw flawOf(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return Flaw.TOO_LARGE;
    }
    String message = e.getMessage();
    return message != null && message.startsWith("Duplicate ") ? Flaw.DUPLICATE_KEY : Flaw.NOT_JSON;
  }

  JsonToken token() {
    return parser.currentToken();
  }

  /** Inside an object: the next key, with the cursor on it; null at the closing brace. */
  @org.jspecify.annotations.Nullable
  String nextKey() {
    try {
      return next() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    } catch (IOException e) {
      throw new FlawException(flawOf(e));
    }
  }

  /** Where the current token starts. */
  int start() {
    return offset + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** Where the current value ends, once it was read or skipped to its last token. */
  int end() {
    try {
      parser.finishToken();
      return offset + (int) parser.currentLocation().getByteOffset();
    } catch (IOException e) {
      throw new FlawException(flawOf(e));
    }
  }

  /** The text of the current string value. */
  String text() {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw new FlawException(flawOf(e));
    }
  }

  /** Whether the current number is written without fraction and exponent. */
  boolean onInteger() {
    return token() == JsonToken.VALUE_NUMBER_INT;
  }

  /** The current integer as int; {@code fallback} if it is too large for one. */
  int intValue(int fallback) {
    try {
      return parser.getNumberType() != JsonParser.NumberType.INT ? fallback : parser.getIntValue();
    } catch (IOException e) {
      throw new FlawException(flawOf(e));
    }
  }

  /** Passes over the value that the cursor stands on the start of. */
  void skip() {
    JsonToken token = token();
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
    int start = start();
    skip();
    return new Span(start, end());
  }

  /** After the closing brace of the outermost object: nothing but white space may follow. */
  void finish() {
    try {
      if (parser.nextToken() != null) {
        throw new FlawException(Flaw.TRAILING_DATA);
      }
    } catch (IOException e) {
      throw new FlawException(Flaw.TRAILING_DATA);
    }
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new FlawException(Flaw.NOT_JSON);
    }
  }
}
