package dev.gatehouse.platform.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link JsonRedaction} has to come to, byte for byte: the same said plainly, with Jackson's
 * parser and generator and a string for each text. It was in use before speed was looked at.
 */
final class ReferenceJson {
  /** Bytes beyond what can be kept that it looks at, so that what is cut is seen whole. */
  static final int SLACK = ReferenceCut.SLACK;

  private static final int WHOLE = Integer.MAX_VALUE;
  private static final int MAX_DEPTH = 48;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_KEYS = 64;
  private static final int MAX_KEY = 64;

  /** Numbers with more digits behind the {@code e} are of no use to anybody, and harm readers. */
  private static final int MAX_EXPONENT = 3;

  /** What is written has no name twice, whatever the source: redaction can make two alike. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // of anybody's making
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private final SecretNames names;
  private final int maxBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final List<String> keys = new ArrayList<>();
  private boolean truncated;
  private int redactions;
  private int secretNames;

  private record Member(boolean secret, String shown, int found) {}

  private Member member(String name) {
    ReferenceText.Redacted redacted = ReferenceText.of(name, names);
    return new Member(
        names.secret(name), ReferenceCut.wholePairs(redacted.text()), redacted.found());
  }

  private ReferenceJson(SecretNames names, int maxBytes) {
    this.names = names;
    this.maxBytes = maxBytes;
  }

  /**
   * @param cut whether the source is only the beginning of the document; a number in which it ends
   *     becomes null
   * @param maxBytes of the copy, about; 0 for the keys alone
   */
  static JsonRedaction.Result of(byte[] source, boolean cut, SecretNames names, int maxBytes) {
    ReferenceJson redaction = new ReferenceJson(names, maxBytes);
    byte[] readable = cut ? ReferenceCut.closed(source) : source;
    redaction.truncated = cut;
    redaction.copy(readable, cut ? readable.length : WHOLE);
    byte[] json = redaction.bytes.toByteArray();
    return new JsonRedaction.Result(
        json.length == 0 || maxBytes == 0 ? null : json,
        redaction.truncated,
        redaction.redactions,
        List.copyOf(redaction.keys));
  }

  private void copy(byte[] source, int cutAt) {
    try (JsonParser in = FACTORY.createParser(source);
        JsonGenerator out = FACTORY.createGenerator(bytes)) {
      try {
        JsonToken token = in.nextToken();
        if (token != null) {
          value(in, out, token, 0, cutAt);
        }
      } catch (IOException e) {
        truncated = true; // not JSON from here on; the generator closes what is open
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private void value(JsonParser in, JsonGenerator out, JsonToken token, int depth, int cutAt)
      throws IOException {
    switch (token) {
      case START_OBJECT -> object(in, out, depth, cutAt);
      case START_ARRAY -> array(in, out, depth, cutAt);
      case VALUE_STRING -> out.writeString(string(in, out, cutAt));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in, out, cutAt);
      case VALUE_TRUE, VALUE_FALSE -> out.writeBoolean(token == JsonToken.VALUE_TRUE);
      default -> out.writeNull();
    }
  }

  private void object(JsonParser in, JsonGenerator out, int depth, int cutAt) throws IOException {
    out.writeStartObject();
    for (JsonToken next = in.nextToken(); next == JsonToken.FIELD_NAME; next = in.nextToken()) {
      Member name = member(in.currentName());
      redactions += name.found();
      if (depth == 0 && keys.size() < MAX_KEYS) {
        keys.add(clip(name.shown(), MAX_KEY));
      }
      JsonToken token = in.nextToken();
      if (token == null) {
        truncated = true;
        break;
      }
      if (full(out, name.shown().length() + 8) || depth >= MAX_DEPTH) {
        truncated = true;
        in.skipChildren();
        continue;
      }
      if (token != JsonToken.VALUE_NULL && name.secret()) {
        redactions++;
        out.writeFieldName(unique(name));
        out.writeString(ReferenceText.MARK);
        in.skipChildren(); // last: the source may end in the middle of it
      } else {
        in.finishToken(); // first: a name whose value cannot be read is none
        out.writeFieldName(unique(name));
        value(in, out, token, depth + 1, cutAt);
      }
    }
    out.writeEndObject();
  }

  /** Names that were secrets themselves are told apart by a number. */
  private String unique(Member name) {
    return name.found() == 0 || ++secretNames == 1
        ? name.shown()
        : name.shown() + " " + secretNames;
  }

  private void array(JsonParser in, JsonGenerator out, int depth, int cutAt) throws IOException {
    out.writeStartArray();
    for (JsonToken next = in.nextToken();
        next != null && next != JsonToken.END_ARRAY;
        next = in.nextToken()) {
      if (full(out, 4) || depth >= MAX_DEPTH) {
        truncated = true;
        in.skipChildren();
      } else {
        value(in, out, next, depth + 1, cutAt);
      }
    }
    out.writeEndArray();
  }

  private String string(JsonParser in, JsonGenerator out, int cutAt) throws IOException {
    String text = in.getText();
    int room = Math.max(0, maxBytes - written(out));
    // No more is looked at than can be kept, and a little so that what is cut is seen whole.
    String near = clip(text, room + SLACK);
    String whole =
        atCut(in, cutAt) || near.length() < text.length()
            ? ReferenceCut.withoutLastWord(near)
            : near;
    String clean = text(whole);
    String kept = clip(clean, room);
    truncated |= kept.length() < clean.length() || whole.length() < text.length();
    return kept;
  }

  /** Whether the source was cut in the token that is read. */
  private static boolean atCut(JsonParser in, int cutAt) {
    return cutAt != WHOLE && in.currentLocation().getByteOffset() >= cutAt;
  }

  private void number(JsonParser in, JsonGenerator out, int cutAt) throws IOException {
    String digits = in.getText();
    if (ReferenceShape.card(digits)) {
      redactions++;
      out.writeString(ReferenceText.MARK);
    } else if (atCut(in, cutAt)) {
      out.writeNull(); // half of a number tells nothing, or half of a card's
    } else if (digits.length() > MAX_NUMBER) {
      truncated = true;
      out.writeString(digits.substring(0, MAX_NUMBER));
    } else if (hugeExponent(digits)) {
      out.writeString(digits);
    } else {
      out.writeNumber(digits);
    }
  }

  private static boolean hugeExponent(String digits) {
    int exponent = Math.max(digits.indexOf('e'), digits.indexOf('E'));
    return exponent >= 0 && digits.length() - exponent - 1 > MAX_EXPONENT + 1; // with its sign
  }

  private String text(String raw) {
    ReferenceText.Redacted redacted = ReferenceText.of(raw, names);
    redactions += redacted.found();
    return ReferenceCut.wholePairs(redacted.text());
  }

  private boolean full(JsonGenerator out, int needed) {
    return written(out) + needed > maxBytes;
  }

  private int written(JsonGenerator out) {
    return bytes.size() + out.getOutputBuffered();
  }

  private static String clip(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(
        0, most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
