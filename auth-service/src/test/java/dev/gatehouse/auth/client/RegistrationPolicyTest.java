package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.ReadinessRule.Violation;
import dev.gatehouse.platform.readiness.RunMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationPolicyTest {
  private static final String TOKEN = "an initial access token of some length";

  @Test
  void isOffInProductionUnlessSet() {
    assertThat(policy(null, null, "production").offered()).isFalse();
  }

  @Test
  void isOpenLocallyUnlessSet() {
    assertThat(policy(null, null, "local").permits(null)).isTrue();
  }

  @Test
  void permitsTheTokenAlone() {
    RegistrationPolicy policy = policy(RegistrationMode.TOKEN, TOKEN, "production");
    assertThat(policy.permits("Bearer " + TOKEN)).isTrue();
    assertThat(policy.permits("Bearer another")).isFalse();
    assertThat(policy.permits(null)).isFalse();
  }

  @Test
  void refusesToStartWithoutALongToken() {
    assertThat(check(RegistrationMode.TOKEN, "short"))
        .extracting(Violation::property)
        .containsExactly("gatehouse.registration.token");
  }

  @Test
  void startsWithALongToken() {
    assertThat(check(RegistrationMode.TOKEN, TOKEN)).isEmpty();
  }

  private static List<Violation> check(RegistrationMode mode, String token) {
    return new RegistrationRule(policy(mode, token, "production"), Policies.config(mode, token))
        .check(RunMode.PRODUCTION);
  }

  private static RegistrationPolicy policy(RegistrationMode mode, String token, String runMode) {
    return new RegistrationPolicy(Policies.config(mode, token), runMode);
  }
}
