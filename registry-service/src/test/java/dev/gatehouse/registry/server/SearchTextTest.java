package dev.gatehouse.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SearchTextTest {

  @Property
  void wordsOfAsciiAreItsRunsOfLettersAndDigits(
      @ForAll @CharRange(from = '\0', to = '\u007f') @StringLength(max = 30) String text) {
    List<String> runs =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(run -> !run.isEmpty())
            .toList();

    assertThat(SearchText.words(text)).isEqualTo(runs);
    assertThat(SearchText.words("é " + text))
        .isEqualTo(Stream.concat(Stream.of("e"), runs.stream()).toList());
  }

  @Test
  void whatIsLongerThanAWordMayBeIsNone() {
    String longest = "x".repeat(SearchText.MAX_WORD);

    assertThat(SearchText.words("a " + longest + " " + longest + "y b"))
        .containsExactly("a", longest, "b");
  }

  @Test
  void marksAndCaseAndFormDoNotCount() {
    assertThat(SearchText.words("CAFÉ ﬁle Größe 天气"))
        .containsExactly("cafe", "file", "große", "天气");
  }
}
