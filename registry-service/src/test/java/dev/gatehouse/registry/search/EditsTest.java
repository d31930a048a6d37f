package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditsTest {

  @ParameterizedTest
  @CsvSource({
    "github, github, 0",
    "gihtub, github, 1",
    "postgre, postgres, 1",
    "slakc, slack, 1",
    "kubernets, kubernetes, 1",
    "kuberntse, kubernetes, 2",
    "abc, cab, 2",
    "abc, xyz, 3",
    "a, abcd, 3",
  })
  void lettersAreAddedRemovedReplacedAndSwapped(String word, String other, int edits) {
    assertThat(new Edits(word).to(other, 3)).isEqualTo(edits);
  }

  @Property
  void whatIsAskedForAtMostDoesNotChangeWhatIsFound(
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 7) String word,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 7) String first,
      @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 7) String second,
      @ForAll @IntRange(max = 4) int most) {
    Edits edits = new Edits(word);
    edits.to(first, most); // what is left of it must not matter

    int found = edits.to(second, most);

    int all = new Edits(word).to(second, 100);
    assertThat(all <= most ? found : Math.min(found, most + 1)).isEqualTo(Math.min(all, most + 1));
    assertThat(all).isEqualTo(new Edits(second).to(word, 100));
  }
}
