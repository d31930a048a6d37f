package dev.gatehouse.registry.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\ud83db", "a\ude00\ud83db"})
  void nulAndHalvesOfCharactersAreNotStored(String text) {
    assertThat(StorableText.is(text)).isFalse();
    assertThat(StorableText.of(text)).isEqualTo("ab");
  }

  @Property
  void whatIsLeftIsStoredAndSentAsItIs(@ForAll String text) {
    String left = StorableText.of(text);

    assertThat(StorableText.is(left)).isTrue();
    assertThat(StorableText.is(text)).isEqualTo(left.equals(text));
    assertThat(new String(left.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(left);
  }
}
