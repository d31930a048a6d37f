package dev.gatehouse.platform.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The redaction that is in use decides as the plain one does, byte for byte. More rounds than by
 * default: {@code -Dredaction.rounds=100000}.
 */
class RedactionSamenessTest {
  private static final int ROUNDS = Integer.getInteger("redaction.rounds", 3_000);
  private static final int[] SIZES = {0, 1, 20, 64, 300, 1024, 4096};
  private static final SecretNames MARKED = SecretNames.with(Set.of("favourite", "größe", "n"));

  @Test
  void ofTexts() {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      String text = new HostileDocument(random).text();

      TextRedaction.Redacted redacted = TextRedaction.of(text, MARKED);

      ReferenceText.Redacted reference = ReferenceText.of(text, MARKED);
      assertThat(redacted.text()).as(text).isEqualTo(reference.text());
      assertThat(redacted.found()).as(text).isEqualTo(reference.found());
    }
  }

  @Test
  void ofDocuments() {
    Random random = new Random(2);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] source = new HostileDocument(random).bytes();
      assertSame(source, random.nextInt(4) == 0, any(random));
    }
  }

  @Test
  void ofDocumentsThatAreNone() {
    Random random = new Random(3);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] source = new HostileDocument(random).bytes();
      for (int j = random.nextInt(3); j >= 0 && source.length > 0; j--) {
        spoil(source, random);
      }
      assertSame(source, random.nextBoolean(), any(random));
    }
  }

  @Test
  void ofBytes() {
    Random random = new Random(4);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] source = new byte[random.nextInt(60)];
      for (int j = 0; j < source.length; j++) {
        int c = random.nextInt(44);
        source[j] =
            (byte)
                (c < 40
                    ? "{}[]\",:\\u0019atruefalsenull \n-.+eE\"\"\\\"\\[".charAt(c)
                    : random.nextInt(256));
      }
      assertSame(source, random.nextBoolean(), any(random));
    }
  }

  @Test
  void ofDocumentsWhereverTheyAreCut() {
    Random random = new Random(5);
    for (int i = 0; i < ROUNDS / 200; i++) {
      byte[] source = new HostileDocument(random).bytes();
      int maxBytes = any(random);
      for (int length = 0; length < Math.min(source.length, 2000); length++) {
        assertSame(Arrays.copyOf(source, length), true, maxBytes);
      }
    }
  }

  /** Not in a character, as Jackson makes something of some that are none. */
  private static void spoil(byte[] source, Random random) {
    int at = random.nextInt(source.length);
    if (source[at] >= 0) {
      source[at] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(256)
                  : "{}[]\",:\\u0 1e.-t".charAt(random.nextInt(16)));
    }
  }

  private static int any(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private static void assertSame(byte[] source, boolean cut, int maxBytes) {
    if (otherEncoding(source)) {
      return;
    }
    JsonRedaction.Result reference = ReferenceJson.of(source, cut, MARKED, maxBytes);

    JsonRedaction.Result result = JsonRedaction.of(source, cut, MARKED, maxBytes);

    assertThat(same(result, reference))
        .as(() ->
            "cut %s, at most %d bytes of %s%nis %s%nand not %s"
                .formatted(cut, maxBytes, text(source), shown(result), shown(reference)))
        .isTrue();
  }

  private static boolean same(JsonRedaction.Result result, JsonRedaction.Result reference) {
    return Arrays.equals(result.json(), reference.json())
        && result.truncated() == reference.truncated()
        && result.redactions() == reference.redactions()
        && result.keys().equals(reference.keys());
  }

  private static String shown(JsonRedaction.Result result) {
    return "truncated %s, %s redactions, keys %s, %s"
        .formatted(
            result.truncated(),
            result.redactions(),
            result.keys(),
            result.json() == null ? "nothing" : text(result.json()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Jackson reads UTF-16 and UTF-32, too; RFC 8259 has UTF-8 only. */
  private static boolean otherEncoding(byte[] source) {
    for (int i = 0; i < Math.min(4, source.length); i++) {
      if (source[i] == 0 || source[i] == -1 || source[i] == -2) {
        return true;
      }
    }
    return false;
  }
}
