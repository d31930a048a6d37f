package dev.gatehouse.platform.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.readiness.RunMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {
  private record Allowing(
      Optional<List<String>> allowedPrivateTargets, Optional<List<String>> internalDomains)
      implements EgressConfig {
    private Allowing(String... ranges) {
      this(Optional.of(List.of(ranges)), Optional.empty());
    }

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
    var rule = new EgressRule(new Allowing("10.1.2.0/24", range));
    assertThat(rule.check(RunMode.PRODUCTION))
        .singleElement()
        .satisfies(violation -> assertThat(violation.toString()).contains(range));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.0/24", "192.168.7.9", "fd12::/64"})
  void letsAProductionServiceStartWith(String range) {
    var rule = new EgressRule(new Allowing(range));
    assertThat(rule.check(RunMode.PRODUCTION)).isEmpty();
  }

  @Test
  void keepsAProductionServiceFromStartingWithADomainThatIsNone() {
    var domains = Optional.of(List.of("corp.example.com", "10.0.0.0/8"));
    var rule = new EgressRule(new Allowing(Optional.empty(), domains));
    assertThat(rule.check(RunMode.PRODUCTION))
        .singleElement()
        .satisfies(violation ->
            assertThat(violation.toString()).contains("internal-domains", "10.0.0.0/8"));
  }
}
