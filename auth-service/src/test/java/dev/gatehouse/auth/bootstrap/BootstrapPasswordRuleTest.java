package dev.gatehouse.auth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.ReadinessRule.Violation;
import dev.gatehouse.platform.readiness.RunMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapPasswordRuleTest {

  @Test
  void namesThePropertyThatIsMissing() {
    assertThat(BootstrapPasswordRule.judge(RunMode.LOCAL, Optional.empty()))
        .extracting(Violation::property)
        .containsExactly("gatehouse.bootstrap.password");
  }

  @Test
  void refusesAShortPasswordInProduction() {
    assertThat(BootstrapPasswordRule.judge(RunMode.PRODUCTION, Optional.of("admin"))).hasSize(1);
  }

  @Test
  void neverShowsThePassword() {
    assertThat(BootstrapPasswordRule.judge(RunMode.PRODUCTION, Optional.of("hunter2")).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void takesALongPassword() {
    assertThat(BootstrapPasswordRule.judge(RunMode.PRODUCTION, Optional.of("long enough now")))
        .isEmpty();
  }
}
