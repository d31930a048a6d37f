package dev.gatehouse.registry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolFilterTest {

  @ParameterizedTest
  @CsvSource({
    "*, get_user, true",
    "get_*, get_user, true",
    "get_*, forget_user, false",
    "*_user, get_user, true",
    "*_user, get_users, false",
    "get_u?er, get_user, true",
    "get_user?, get_user, false",
    "*a*b*, xxaxxbxx, true",
    "*a*b, abab, true",
    "*ab*ba*, aba, false",
    "get_user, get_user, true",
    "get_user**, get_user, true",
    "get.user, get_user, false",
    "[a-z]*, get_user, false"
  })
  void aStarIsAnyCharactersAndAQuestionMarkIsOne(String pattern, String name, boolean fits) {
    assertThat(new ToolFilter(null, pattern, null).names().test(name)).isEqualTo(fits);
  }

  /** A matcher that tries every length for every star would not end. */
  @Test
  void aHostilePatternIsMatchedAtOnce() {
    String pattern = "*a".repeat(120) + "b";

    assertThat(new ToolFilter(null, pattern, null).names().test("a".repeat(256))).isFalse();
  }

  @Test
  void namesAndPatternMustBothFit() {
    var fits = new ToolFilter(List.of("get_user", "get_mail"), "*_user", null).names();

    assertThat(List.of("get_user", "get_mail", "set_user")).filteredOn(fits).hasSize(1);
  }
}
