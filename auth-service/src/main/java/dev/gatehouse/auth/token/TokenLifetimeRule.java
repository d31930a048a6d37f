package dev.gatehouse.auth.token;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Codes and access tokens are short-lived: they cannot be called back everywhere at once. */
@ApplicationScoped
class TokenLifetimeRule implements ReadinessRule {
  private final TokenConfig config;

  TokenLifetimeRule(TokenConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    return Stream.of(
            limit("access-lifetime", config.accessLifetime(), Duration.ofHours(1)),
            limit("code-lifetime", config.codeLifetime(), Duration.ofMinutes(10)),
            limit("refresh-grace", config.refreshGrace(), Duration.ofMinutes(1)))
        .flatMap(violations -> violations)
        .toList();
  }

  private static Stream<Violation> limit(String name, Duration value, Duration longest) {
    return value.isPositive() && value.compareTo(longest) <= 0
        ? Stream.empty()
        : Stream.of(
            new Violation(
                "gatehouse.tokens." + name,
                "'" + value + "' is not between nothing and " + longest + ".",
                "Choose a shorter time."));
  }
}
