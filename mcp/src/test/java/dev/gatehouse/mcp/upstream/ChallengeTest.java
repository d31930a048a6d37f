package dev.gatehouse.mcp.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  @Test
  void readsEachSchemeWithItsParameters() {
    assertThat(
            Challenge.parse(
                "Negotiate abc==, Basic realm=\"a, \\\"b\\\"\", bearer error=invalid_token , scope = \"x y\""))
        .containsExactly(
            new Challenge("Negotiate", Map.of()),
            new Challenge("Basic", Map.of("realm", "a, \"b\"")),
            new Challenge("bearer", Map.of("error", "invalid_token", "scope", "x y")));
  }

  @Test
  void ofAParameterThatIsThereTwiceTheFirstCounts() {
    assertThat(Challenge.bearer("Bearer scope=a, SCOPE=b").orElseThrow().scope()).isEqualTo("a");
  }

  @Test
  void endsWithWhatCannotBeRead() {
    for (String odd : List.of("", ",,", "\"", "=", "Bearer x=\"", "a=b", "Bearer \u0000")) {
      assertThat(Challenge.parse(odd).size()).isLessThan(2);
    }
  }
}
