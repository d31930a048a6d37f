package dev.gatehouse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.RunMode;
import dev.gatehouse.platform.security.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenModeRuleTest {
  @ParameterizedTest
  @CsvSource({
    "true, PRODUCTION, http://localhost:8080, false",
    "true, LOCAL, http://gatehouse.example, false",
    "true, LOCAL, http://127.0.0.1:8080, true",
    "false, PRODUCTION, https://gatehouse.example, true"
  })
  void isForLoopbackInALocalRunAlone(boolean open, RunMode mode, String origin, boolean starts) {
    OpenModeRule rule = new OpenModeRule(() -> open, new Origin(origin));

    assertThat(rule.check(mode).isEmpty()).isEqualTo(starts);
  }
}
