package dev.gatehouse.auth.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

  @ParameterizedTest
  @CsvSource({
    "Acme, acme",
    "Acme & Sons Ltd., acme-sons-ltd",
    "Ünïted Crème, united-creme",
    "株式会社, organisation",
    "x, organisation",
    "sse, organisation"
  })
  void isMadeOfAName(String name, String slug) {
    assertThat(Slug.from(name)).isEqualTo(slug);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-acme", "acme-", "ac--me", "Acme", "a/b", "..", "sse"})
  void refusesWhatCannotStandInAPath(String slug) {
    assertThat(Slug.good(slug)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 17, 1000})
  void staysGoodWithANumber(int number) {
    assertThat(Slug.good(Slug.numbered("a".repeat(39) + "b", number))).isTrue();
  }
}
