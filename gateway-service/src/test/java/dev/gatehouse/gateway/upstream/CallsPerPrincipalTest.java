package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallsPerPrincipalTest {
  private final CallsPerPrincipal calls = new CallsPerPrincipal(2);

  @Test
  void onePrincipalHasNoMoreThanItsShare() {
    calls.enter("a");
    calls.enter("a");

    assertThat(calls.enter("a")).isFalse();
    assertThat(calls.enter("b")).isTrue();
  }

  @Test
  void whatHasEndedMakesRoom() {
    calls.enter("a");
    calls.enter("a");
    calls.leave("a");
    calls.tidy();

    assertThat(calls.enter("a")).isTrue();
    assertThat(calls.enter("a")).isFalse();
  }
}
