package dev.gatehouse.auth.bootstrap;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The first start needs a password for the administrator, and a long one in production. */
@ApplicationScoped
class BootstrapPasswordRule implements ReadinessRule {
  private static final String PROPERTY = "gatehouse.bootstrap.password";
  private static final int SHORTEST = 12;

  private final BootstrapConfig config;
  private final Bootstrap bootstrap;
  private final Transactions transactions;

  BootstrapPasswordRule(BootstrapConfig config, Bootstrap bootstrap, Transactions transactions) {
    this.config = config;
    this.bootstrap = bootstrap;
    this.transactions = transactions;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    return transactions.asPlatform(bootstrap::done) ? List.of() : judge(mode, config.password());
  }

  static List<Violation> judge(RunMode mode, Optional<String> password) {
    if (password.isEmpty()) {
      return List.of(
          new Violation(
              PROPERTY,
              "there is no administrator yet, and no password to make one with.",
              "Set it for the first start."));
    }
    if (mode == RunMode.PRODUCTION && password.get().length() < SHORTEST) {
      return List.of(
          new Violation(
              PROPERTY,
              "the administrator's password could be guessed.",
              "Set one of at least " + SHORTEST + " characters."));
    }
    return List.of();
  }
}
