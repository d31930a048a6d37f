package dev.gatehouse.gateway.identity;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/** Nobody's calls are taken in a trusted local run only. */
@ApplicationScoped
class OpenModeRule implements ReadinessRule {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final AccessConfig config;
  private final Origin origin;

  OpenModeRule(AccessConfig config, Origin origin) {
    this.origin = origin;
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    boolean loopback = LOOPBACK.contains(String.valueOf(URI.create(origin.value()).getHost()));
    return config.open() && (mode != RunMode.LOCAL || !loopback)
        ? List.of(
            new Violation(
                "gatehouse.access.open",
                "Anybody could call every tool without signing in.",
                "Leave it out; it is for local runs."))
        : List.of();
  }
}
