package dev.gatehouse.platform.egress;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** In production no tenant reaches this machine itself, nor the metadata service of a cloud. */
@ApplicationScoped
class EgressRule implements ReadinessRule {
  private static final List<String> NEVER = List.of("127.", "::1", "0.0.0.0", "::/", "169.254.");

  private final EgressConfig config;

  EgressRule(EgressConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    if (mode == RunMode.LOCAL) {
      return List.of();
    }
    return config.allowedPrivateTargets().orElse(List.of()).stream()
        .filter(range -> NEVER.stream().anyMatch(range.trim()::startsWith))
        .map(range ->
            new Violation(
                "gatehouse.egress.allowed-private-targets",
                "'" + range + "' opens this machine or the cloud's metadata to tenants.",
                "Name the private networks of the upstreams instead."))
        .toList();
  }
}
