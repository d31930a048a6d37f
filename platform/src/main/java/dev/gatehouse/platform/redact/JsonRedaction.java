package dev.gatehouse.platform.redact;

import dev.gatehouse.platform.redact.JsonSource.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies a JSON document up to a size, without its secrets. It is read as far as it goes: a
 * document that was cut off, or is none from some place on, gives what came before, closed
 * properly. A word at which the source was cut is left out, because half a secret has no shape.
 */
public final class JsonRedaction {
  /** Bytes beyond what can be kept that it looks at, so that what is cut is seen whole. */
  public static final int SLACK = 1024;

  private static final int MAX_DEPTH = 48;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_KEYS = 64;
  private static final int MAX_KEY = 64;

  /** Numbers with more digits behind the {@code e} are of no use to anybody, and harm readers. */
  private static final int MAX_EXPONENT = 3;

  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");
  private static final byte[] MARK = ascii(TextRedaction.MARK);

  private final JsonSource in;
  private final JsonTarget out;
  private final SecretNames names;
  private final SecretScan scan;
  private final int maxBytes;
  private final List<String> keys = new ArrayList<>();
  private boolean truncated;
  private int redactions;
  private int secretNames;

  private JsonRedaction(byte[] source, boolean cut, SecretNames names, int maxBytes) {
    this.in = new JsonSource(source, cut);
    this.out = new JsonTarget(Math.min(source.length, maxBytes) + 64);
    this.names = names;
    this.scan = new SecretScan(names);
    this.maxBytes = maxBytes;
    this.truncated = cut;
  }

  /**
   * @param json the copy; null if nothing could be read
   * @param truncated whether something is missing at its end or in long texts
   * @param redactions how many values were taken out
   * @param keys the names of the document's own members, at most {@value #MAX_KEYS}
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  public record Result(
      byte @Nullable [] json, boolean truncated, int redactions, List<String> keys) {}

  /**
   * @param cut whether the source is only the beginning of the document; a number in which it ends
   *     becomes null
   * @param maxBytes of the copy, about; 0 for the keys alone
   */
  public static Result of(byte[] source, boolean cut, SecretNames names, int maxBytes) {
    JsonRedaction redaction = new JsonRedaction(source, cut, names, maxBytes);
    redaction.copy();
    int length = redaction.out.length();
    return new Result(
        length == 0 || maxBytes == 0 ? null : redaction.out.toArray(),
        redaction.truncated,
        redaction.redactions,
        List.copyOf(redaction.keys));
  }

  private void copy() {
    value(in.next(), 0);
    truncated |= in.broken(); // not JSON from there on; what is open has been closed
  }

  private void value(Token token, int depth) {
    switch (token) {
      case OBJECT -> object(depth);
      case ARRAY -> array(depth);
      case STRING -> string();
      case NUMBER -> number();
      case TRUE -> out.value(TRUE);
      case FALSE -> out.value(FALSE);
      case NULL -> out.value(NULL);
      case NOTHING, END, NAME, BROKEN -> {}
    }
  }

  private void object(int depth) {
    out.open('{');
    NamesSeen seen = new NamesSeen();
    while (in.next() == Token.NAME) {
      SecretNames.Member name = member();
      redactions += name.found();
      if (depth == 0 && keys.size() < MAX_KEYS) {
        keys.add(clip(name.shown()));
      }
      Token token = in.next();
      if (token == Token.BROKEN) {
        break;
      }
      if (full(name.shown().length() + 8) || depth >= MAX_DEPTH) {
        truncated = true;
        in.skip();
        continue;
      }
      boolean secret = token != Token.NULL && name.secret();
      if (secret) {
        redactions++;
      } else if (!in.finish()) {
        break; // a name whose value cannot be read is none
      }
      if (!name(name, seen)) {
        in.stop();
      } else if (secret) {
        mark();
        in.skip();
      } else {
        value(token, depth + 1);
      }
    }
    out.close('}');
  }

  private SecretNames.Member member() {
    JsonString name = in.string();
    return name.wide()
        ? names.member(name.toString())
        : names.member(name.text(), name.from(), name.to());
  }

  /**
   * Names that were secrets themselves are told apart by a number. What is written has no name
   * twice, whatever the source: redaction can make two alike.
   *
   * @return false if the object has it already
   */
  private boolean name(SecretNames.Member name, NamesSeen seen) {
    String shown = name.shown();
    byte[] quoted = name.quoted();
    if (name.found() > 0 && ++secretNames > 1) {
      shown += " " + secretNames;
      quoted = JsonTarget.quoted(shown);
    }
    if (!seen.add(shown)) {
      return false;
    }
    out.name(quoted);
    return true;
  }

  private void array(int depth) {
    out.open('[');
    for (Token next = in.next(); next != Token.END && next != Token.BROKEN; next = in.next()) {
      if (full(4) || depth >= MAX_DEPTH) {
        truncated = true;
        in.skip();
      } else {
        value(next, depth + 1);
      }
    }
    out.close(']');
  }

  private void string() {
    if (!in.finish()) {
      return;
    }
    JsonString string = in.string();
    int room = Math.max(0, maxBytes - out.length());
    // No more is looked at than can be kept, and a little so that what is cut is seen whole.
    int near = string.clipped(room + SLACK);
    int end = in.atCut() || near < string.to() ? string.withoutLastWord(near) : near;
    int found = scan.scan(string.text(), string.from(), end);
    redactions += found;
    truncated |= end < string.to();
    out.openString();
    int from = string.from();
    for (int i = 0; i < found; i++) {
      room -= part(string, from, scan.start(i), room);
      room -= markWithin(room);
      from = scan.end(i);
    }
    part(string, from, end, room);
    out.quote();
  }

  /** Copies a part of a string as far as there is room. Returns how much of that it takes. */
  private int part(JsonString string, int from, int to, int room) {
    int end = to;
    if (to - from > room) {
      truncated = true;
      end = from + room;
      if (room > 0 && string.pairAt(end - 1, to)) {
        end--;
      }
    }
    if (string.plain()) {
      out.add(string.text(), from, end);
    } else {
      out.escaped(string.text(), from, end, string.units());
    }
    return end < to ? room : end - from;
  }

  private int markWithin(int room) {
    int length = Math.min(MARK.length, room);
    truncated |= length < MARK.length;
    out.add(MARK, 0, length);
    return length;
  }

  private void mark() {
    out.quotedValue(MARK, 0, MARK.length);
  }

  private void number() {
    byte[] digits = in.bytes();
    int start = in.start();
    int end = in.end();
    if (TokenShape.card(digits, start, end)) {
      redactions++;
      mark();
    } else if (in.atCut()) {
      out.value(NULL); // half of a number tells nothing, or half of a card's
    } else if (end - start > MAX_NUMBER) {
      truncated = true;
      out.quotedValue(digits, start, start + MAX_NUMBER);
    } else if (hugeExponent(digits, start, end)) {
      out.quotedValue(digits, start, end);
    } else {
      out.value(digits, start, end);
    }
  }

  private static boolean hugeExponent(byte[] digits, int start, int end) {
    int exponent = end;
    while (exponent > start && (digits[exponent - 1] | 0x20) != 'e') {
      exponent--;
    }
    return exponent > start && end - exponent > MAX_EXPONENT + 1; // with its sign
  }

  private boolean full(int needed) {
    return out.length() + needed > maxBytes;
  }

  private static String clip(String name) {
    if (name.length() <= MAX_KEY) {
      return name;
    }
    return name.substring(
        0, Character.isHighSurrogate(name.charAt(MAX_KEY - 1)) ? MAX_KEY - 1 : MAX_KEY);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
