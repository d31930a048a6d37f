package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.login.Throttle.Subject;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThrottleTest {

  static Stream<String> oddNames() {
    return Stream.of("alice@10.0.0.1", "10.0.0.1:alice", "browser:b", "at:10.0.0.1:alice", "");
  }

  @ParameterizedTest
  @MethodSource("oddNames")
  void countsNoNameAsAnotherAtAnAddress(String name) {
    assertThat(Subject.account(name).name())
        .isNotIn(
            Subject.accountAt("alice", "10.0.0.1").name(),
            Subject.accountAtKnown("alice", "b").name(),
            Subject.source("10.0.0.1").name(),
            Subject.account("alice").name());
  }
}
