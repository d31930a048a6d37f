package dev.gatehouse.registry.slug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  private static final String SHAPE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

  @ParameterizedTest
  @CsvSource({
    "Weather, weather",
    "My  Server (v2.1), my-server-v2-1",
    "Zürich Öffis, zurich-offis",
    "ﬁle, file",
    "--a--, a",
    "日本語, gateway",
    "'', gateway",
    "İstanbul, istanbul"
  })
  void readsLikeTheName(String name, String slug) {
    assertThat(Slug.derive(name, "gateway", _ -> false)).isEqualTo(slug);
  }

  @Property
  void fitsIntoAUrlWhateverTheName(@ForAll String name) {
    assertThat(Slug.derive(name, "gateway", _ -> false)).matches(SHAPE);
  }

  @Property
  void isTheSameForTheSameName(@ForAll String name) {
    assertThat(Slug.derive(name, "gateway", _ -> false))
        .isEqualTo(Slug.derive(name, "gateway", _ -> false));
  }

  @Property(tries = 200)
  void isNeverGivenTwice(@ForAll @Size(max = 50) List<String> names) {
    Set<String> taken = new HashSet<>();
    for (String name : names) {
      String slug = Slug.derive(name, "gateway", taken::contains);
      assertThat(slug).matches(SHAPE);
      assertThat(taken.add(slug)).isTrue();
    }
  }

  @Property(tries = 50)
  void longNamesStayApartToo(@ForAll @Size(min = 2, max = 30) List<Boolean> sameName) {
    Set<String> taken = new HashSet<>();
    for (Boolean _ : sameName) {
      String slug = Slug.derive("x".repeat(100), "gateway", taken::contains);
      assertThat(slug).matches(SHAPE);
      assertThat(taken.add(slug)).isTrue();
    }
  }
}
