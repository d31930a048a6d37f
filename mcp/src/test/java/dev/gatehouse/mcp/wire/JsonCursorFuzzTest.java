package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jackson's parser and the JDK's decoder see the same tokens, or refuse the same bytes. */
class JsonCursorFuzzTest {
  /** 200,000 inputs; {@code -Dgatehouse.fuzz.inputs=10000000} for a long run. */
  private static final int INPUTS = Integer.getInteger("gatehouse.fuzz.inputs", 200_000);

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"a\"",
    "\"b\"",
    "\"\\u0061\"",
    "\"a\":",
    "\"b\":1,",
    "{\"a\":1}",
    "[1,2]",
    " ",
    "\n",
    "\t",
    "\r",
    "true",
    "false",
    "null",
    "tru",
    "nul",
    "0",
    "-0",
    "-",
    "1",
    "01",
    "12",
    "1.5",
    "1.",
    ".5",
    "1e5",
    "1E+5",
    "1e-",
    "2147483648",
    "-2147483648",
    "\\",
    "\\n",
    "\\u",
    "\\ud83d",
    "\\uD83D\\uDE00",
    "\\u00zz",
    "\\/",
    "\\x",
    "é",
    "世",
    "😀",
    "x",
    "plain text of some length",
    "with \\\"quotes\\\" inside of it",
    "\u0001",
    "\u007f",
    "\u0000",
    "'",
    "/",
    "//",
    "NaN",
    "+1",
    "\uFEFF"
  };

  /** A token with its text, if it has one, and where it is. */
  private record Seen(JsonToken token, int start, int end, String text, boolean escaped) {}

  /** What a reader saw until it had enough or refused to go on. */
  private record Read(List<Seen> tokens, @Nullable String refusal) {}

  @Test
  void tokensOfWhateverBytesAreThoseOfAnotherReader() {
    Random random = new Random(8259);
    int whole = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] body = i % 2 == 0 ? pieced(random) : spoilt(written(random), random);
      boolean strict = random.nextBoolean();

      Read ours = ours(body, strict);

      Read theirs = theirs(body, strict);
      whole += theirs.refusal() == null ? 1 : 0;
      assertThat(ours.refusal())
          .as("%s of %s", ours, new String(body, StandardCharsets.UTF_8))
          .isEqualTo(theirs.refusal());
      if (theirs.refusal() == null) {
        assertThat(ours.tokens()).isEqualTo(theirs.tokens());
      }
    }
    assertThat(whole).isGreaterThan(INPUTS / 20);
  }

  private static Read ours(byte[] body, boolean strict) {
    List<Seen> tokens = new ArrayList<>();
    ScanLimits limits = new ScanLimits(1 << 20, 8, 10_000);
    try {
      JsonCursor json =
          strict
              ? JsonCursor.strict(body, 0, body.length, limits)
              : JsonCursor.plain(body, 0, body.length, limits);
      int open = 0;
      do {
        JsonToken token = open == 0 ? json.token() : json.next();
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        boolean text = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
        int end = token == JsonToken.FIELD_NAME ? 0 : json.end();
        tokens.add(
            new Seen(token, json.start(), end, text ? json.text() : "", text && json.escaped()));
      } while (open > 0);
      json.finish();
      return new Read(tokens, null);
    } catch (FlawException e) {
      return new Read(
          tokens,
          e.flaw() == Flaw.DUPLICATE_KEY || e.flaw() == Flaw.TOO_DEEP
              ? e.flaw().name()
              : "no JSON");
    }
  }

  private static Read theirs(byte[] body, boolean strict) {
    List<Seen> tokens = new ArrayList<>();
    boolean guesses = // another encoding, which is none of JSON's
        body.length > 1 && (body[0] == 0 || body[1] == 0 || body[0] == (byte) 0xEF);
    try (JsonParser json = factory(strict).createParser(body)) {
      int open = 0;
      do {
        JsonToken token = json.nextToken();
        if (token == null || guesses || (open == 0 && token != JsonToken.START_OBJECT)) {
          return new Read(tokens, "no JSON");
        }
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (open > 8) {
          return new Read(tokens, Flaw.TOO_DEEP.name());
        }
        int start = (int) json.currentTokenLocation().getByteOffset();
        boolean text = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
        String value = text ? json.getText() : "";
        json.finishToken();
        int behind = (int) json.currentLocation().getByteOffset();
        int end = token == JsonToken.FIELD_NAME ? 0 : behind;
        String bytes = wellEncoded(body, start, token == JsonToken.FIELD_NAME ? behind : end);
        boolean escaped = text && !bytes.startsWith('"' + value + '"');
        tokens.add(new Seen(token, start, end, value, escaped));
      } while (open > 0);
      return new Read(tokens, json.nextToken() == null ? null : "no JSON");
    } catch (IOException e) {
      String message = e.getMessage();
      return new Read(
          tokens,
          message != null && message.startsWith("Duplicate ")
              ? Flaw.DUPLICATE_KEY.name()
              : "no JSON");
    }
  }

  /** Jackson takes overlong forms and surrogates. */
  private static String wellEncoded(byte[] body, int from, int to) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(body, from, to - from))
        .toString();
  }

  private static JsonFactory factory(boolean strict) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNameLength(4096).maxNumberLength(1000).build())
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
        .build();
  }

  private static byte[] pieced(Random random) {
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return (random.nextInt(4) > 0 ? text.append('}') : text)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String written(Random random) {
    StringBuilder text = new StringBuilder();
    object(text, random, 0);
    return text.toString();
  }

  private static void object(StringBuilder text, Random random, int depth) {
    text.append('{');
    int members = random.nextInt(depth == 0 && random.nextInt(20) == 0 ? 40 : 4);
    for (int i = 0; i < members; i++) {
      text.append(i == 0 ? "" : ",").append('"').append((char) ('a' + i % 26)).append(i / 26);
      text.append(random.nextInt(6) == 0 ? "\\u00e9\":" : "\" : ");
      value(text, random, depth + 1);
    }
    text.append('}');
  }

  private static void value(StringBuilder text, Random random, int depth) {
    switch (random.nextInt(depth > 9 ? 4 : 6)) {
      case 0 -> text.append(random.nextInt());
      case 1 -> text.append(random.nextInt(100) / 8.0).append("e-7");
      case 2 -> text.append(random.nextBoolean() ? " null" : "true ");
      case 3 -> {
        text.append('"');
        for (int i = random.nextInt(30); i > 0; i--) {
          text.append(
              List.of("a", "\\n", "é", "😀", "\\\"", "long enough", "\\ud83d")
                  .get(random.nextInt(7)));
        }
        text.append('"');
      }
      case 4 -> object(text, random, depth);
      default -> {
        text.append('[');
        for (int i = random.nextInt(3); i > 0; i--) {
          value(text, random, depth + 1);
          text.append(i == 1 ? "" : ", ");
        }
        text.append(']');
      }
    }
  }

  private static byte[] spoilt(String text, Random random) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      body[random.nextInt(body.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "{}[]\",:\\01abcdu".charAt(random.nextInt(15));
    }
    return body;
  }
}
