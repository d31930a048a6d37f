package dev.gatehouse.registry.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SortedKeysTest {

  @Property
  void entriesAreToldByTheBeginningOfTheirTexts(
      @ForAll @Size(max = 30)
          List<@CharRange(from = 'a', to = 'c') @StringLength(max = 4) String> texts,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 3) String beginning) {
    SortedKeys keys = new SortedKeys(texts.toArray(String[]::new));

    assertThat(all(texts).filter(keys.beginning(beginning)).toArray())
        .isEqualTo(all(texts).filter(entry -> texts.get(entry).startsWith(beginning)).toArray());
  }

  private static IntStream all(List<String> texts) {
    return IntStream.range(0, texts.size());
  }
}
