package dev.gatehouse.platform.redact;

import java.nio.charset.StandardCharsets;

/**
 * Reads a JSON document (RFC 8259) token by token, as far as it is one: from there on each token is
 * {@link Token#BROKEN}. It takes and refuses what Jackson does, to which a test holds it; our own
 * because a beginning always ends in the middle, which is no exception here, and because Jackson
 * makes characters of bytes that are only to be looked at and copied.
 */
final class JsonSource {
  private static final int MAX_DEPTH = Long.SIZE;
  private static final int MAX_DIGITS = 1000;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** {@code NOTHING} is before the document, and where there is none. */
  enum Token {
    NOTHING,
    OBJECT,
    ARRAY,
    END,
    NAME,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    BROKEN
  }

  private final byte[] bytes;
  private final boolean cut;
  private final JsonString string;
  private Token token = Token.NOTHING;

  /** Read together with its name, as a name whose value is none does not count. */
  private Token value = Token.NOTHING;

  /** Whether a string has begun and is not read yet. */
  private boolean begun;

  private int at;
  private int start;
  private int end;
  private int depth;

  /** A bit for each level: whether it is an object. */
  private long objects;

  JsonSource(byte[] bytes, boolean cut) {
    this.bytes = bytes;
    this.cut = cut;
    this.string = new JsonString(bytes, cut);
    this.at = byteOrderMark() ? 3 : 0;
  }

  private boolean byteOrderMark() {
    return bytes.length > 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  Token next() {
    if (token == Token.NAME) {
      token = entered(value);
    } else if (finish()) {
      int c = afterBlanks();
      token = token == Token.NOTHING ? root(c) : inside(c);
    }
    return token;
  }

  private Token root(int c) {
    return c < 0 ? Token.NOTHING : entered(value(c));
  }

  private Token inside(int c) {
    if (c == '}' || c == ']') {
      if (inObject() != (c == '}')) {
        return Token.BROKEN;
      }
      at++;
      depth--;
      return Token.END;
    }
    int next = c;
    if (token != Token.OBJECT && token != Token.ARRAY) {
      if (c != ',') {
        return Token.BROKEN;
      }
      at++;
      next = afterBlanks();
    }
    return inObject() ? name(next) : entered(value(next));
  }

  private Token name(int c) {
    if (c != '"' || !string.read(at + 1) || string.halfPairs()) {
      return Token.BROKEN;
    }
    at = string.after();
    if (afterBlanks() != ':') {
      return Token.BROKEN;
    }
    at++;
    value = value(afterBlanks());
    return value == Token.BROKEN ? Token.BROKEN : Token.NAME;
  }

  private Token value(int c) {
    start = at;
    return switch (c) {
      case '"' -> {
        at++;
        begun = true;
        yield Token.STRING;
      }
      case '{' -> {
        at++;
        yield Token.OBJECT;
      }
      case '[' -> {
        at++;
        yield Token.ARRAY;
      }
      case 't' -> literal(TRUE, Token.TRUE);
      case 'f' -> literal(FALSE, Token.FALSE);
      case 'n' -> literal(NULL, Token.NULL);
      default -> number();
    };
  }

  private Token entered(Token entered) {
    if (entered != Token.OBJECT && entered != Token.ARRAY) {
      return entered;
    }
    if (depth == MAX_DEPTH) {
      return Token.BROKEN;
    }
    long bit = 1L << depth++;
    objects = entered == Token.OBJECT ? objects | bit : objects & ~bit;
    return entered;
  }

  private boolean inObject() {
    return depth > 0 && (objects & 1L << depth - 1) != 0;
  }

  private Token literal(byte[] literal, Token found) {
    for (int i = 0; i < literal.length; i++) {
      if (!is((char) literal[i], at + i)) {
        return Token.BROKEN;
      }
    }
    at += literal.length;
    return at == bytes.length || endsWord(bytes[at]) ? found : Token.BROKEN;
  }

  private static boolean endsWord(byte next) {
    return next >= 0 && (next < '0' || !Character.isJavaIdentifierPart(next));
  }

  private Token number() {
    int whole = is('-', at) ? at + 1 : at;
    int last = is('0', whole) ? whole + 1 : digitsEnd(whole);
    int digits = last - whole;
    boolean sound = digits > 0 && !digit(last);
    if (sound && is('.', last)) {
      int fraction = last + 1;
      last = digitsEnd(fraction);
      sound = last > fraction;
      digits += last - fraction;
    }
    if (sound && (is('e', last) || is('E', last))) {
      int exponent = is('+', last + 1) || is('-', last + 1) ? last + 2 : last + 1;
      last = digitsEnd(exponent);
      sound = last > exponent;
      digits += last - exponent;
    }
    at = last;
    end = last;
    return sound && digits <= MAX_DIGITS && endsNumber() ? Token.NUMBER : Token.BROKEN;
  }

  /** A number that is all of the document ends with it or before a blank. */
  private boolean endsNumber() {
    return depth > 0 || at == bytes.length || blank(bytes[at++]);
  }

  private int digitsEnd(int from) {
    int i = from;
    while (digit(i)) {
      i++;
    }
    return i;
  }

  private boolean digit(int i) {
    return i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9';
  }

  private boolean is(char expected, int i) {
    return i < bytes.length && bytes[i] == expected;
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** -1 at the end. */
  private int afterBlanks() {
    while (at < bytes.length && blank(bytes[at])) {
      at++;
    }
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  /**
   * Reads the string that the token begins, if it begins one.
   *
   * @return false if there is no more to read, with the token broken
   */
  boolean finish() {
    if (begun) {
      begun = false;
      if (string.read(at)) {
        at = string.after();
      } else {
        token = Token.BROKEN;
      }
    }
    return token != Token.BROKEN;
  }

  /** Passes over the object or array that has just begun. */
  void skip() {
    if (token == Token.OBJECT || token == Token.ARRAY) {
      int outer = depth - 1;
      while (depth > outer && next() != Token.BROKEN) {
        // all that is in it
      }
    }
  }

  /** Takes what follows for broken. */
  void stop() {
    token = Token.BROKEN;
  }

  boolean broken() {
    return token == Token.BROKEN;
  }

  /** Whether the source was cut in the token that was read last. */
  boolean atCut() {
    return cut && at == bytes.length;
  }

  /** The name, or the string once it is finished. */
  JsonString string() {
    return string;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where a number begins. */
  int start() {
    return start;
  }

  /** Where it ends. */
  int end() {
    return end;
  }
}
