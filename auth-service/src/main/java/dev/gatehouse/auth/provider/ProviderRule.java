package dev.gatehouse.auth.provider;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A provider's name stands in URLs and user names; its issuer is spoken to over TLS. */
@ApplicationScoped
class ProviderRule implements ReadinessRule {
  private static final String PREFIX = "gatehouse.sign-in.providers.";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");

  private final ProviderConfig config;

  ProviderRule(ProviderConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    List<Violation> violations = new ArrayList<>();
    config
        .byName()
        .forEach((name, provider) -> {
          if (!NAME.matcher(name).matches()) {
            violations.add(
                new Violation(
                    PREFIX + name,
                    "'" + name + "' cannot be a provider's name.",
                    "Use up to 20 lower-case letters and digits."));
          }
          if (mode == RunMode.PRODUCTION && !provider.issuer().startsWith("https://")) {
            violations.add(
                new Violation(
                    PREFIX + name + ".issuer",
                    "the provider would be spoken to without TLS.",
                    "Use its https address."));
          }
        });
    return violations;
  }
}
