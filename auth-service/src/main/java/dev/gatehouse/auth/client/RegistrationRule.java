package dev.gatehouse.auth.client;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Registration by token needs a token; open registration in production is said aloud. */
@ApplicationScoped
class RegistrationRule implements ReadinessRule {
  private static final Logger LOG = Logger.getLogger(RegistrationRule.class);
  private static final int SHORTEST = 32;

  private final RegistrationPolicy policy;
  private final RegistrationConfig config;

  RegistrationRule(RegistrationPolicy policy, RegistrationConfig config) {
    this.policy = policy;
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    if (policy.mode() == RegistrationMode.OPEN && mode == RunMode.PRODUCTION) {
      LOG.warn(
          "gatehouse.registration.mode: 'open' lets anybody on the network register clients; people"
              + " still decide about each on the consent page. Set 'token' or 'off' to close it.");
    }
    if (policy.mode() == RegistrationMode.TOKEN && config.token().orElse("").length() < SHORTEST) {
      return List.of(
          new Violation(
              "gatehouse.registration.token",
              "the token that permits registration is missing or could be guessed.",
              "Set one of at least " + SHORTEST + " characters."));
    }
    return List.of();
  }
}
