package dev.gatehouse.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.RunMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {
  private record Allowing(Optional<List<String>> allowedPrivateTargets) implements EgressConfig {
    @Override
    public Optional<List<String>> deniedTargets() {
      return Optional.empty();
    }

    @Override
    public List<String> nat64Prefixes() {
      return List.of();
    }

    @Override
    public Set<Integer> publicPorts() {
      return Set.of(443);
    }

    @Override
    public boolean plainHttp() {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.0/8",
        "96.0.0.0/3",
        "0.0.0.0/0",
        "::1",
        "0:0:0:0:0:0:0:1",
        "::/0",
        "169.254.169.254",
        "10.1.2.3/8",
        "intranet"
      })
  void keepsAProductionServiceFromStartingWith(String range) {
    var rule = new EgressRule(new Allowing(Optional.of(List.of("10.1.2.0/24", range))));
    assertThat(rule.check(RunMode.PRODUCTION))
        .singleElement()
        .satisfies(violation -> assertThat(violation.toString()).contains(range));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.0/24", "192.168.7.9", "fd12::/64"})
  void letsAProductionServiceStartWith(String range) {
    var rule = new EgressRule(new Allowing(Optional.of(List.of(range))));
    assertThat(rule.check(RunMode.PRODUCTION)).isEmpty();
  }
}
