package dev.gatehouse.platform.readiness;

import dev.gatehouse.platform.vault.VaultConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** In production Vault is reached over TLS with the workload's own identity, not a fixed token. */
@ApplicationScoped
class VaultTokenRule implements ReadinessRule {
  private final VaultConfig config;

  VaultTokenRule(VaultConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    List<Violation> violations = new ArrayList<>();
    if (mode == RunMode.PRODUCTION && config.token().isPresent()) {
      violations.add(
          new Violation(
              "gatehouse.vault.token",
              "a fixed token does not expire and cannot be told from a stolen one.",
              "Remove it and set gatehouse.vault.kubernetes-role."));
    }
    if (config.token().isEmpty() && config.kubernetesRole().isEmpty()) {
      violations.add(
          new Violation(
              "gatehouse.vault.kubernetes-role",
              "without a role this service cannot sign in to Vault.",
              "Set the role that Vault's Kubernetes authentication knows this service by."));
    }
    if (mode == RunMode.PRODUCTION && !config.url().startsWith("https:")) {
      violations.add(
          new Violation(
              "gatehouse.vault.url",
              "'" + config.url() + "' would send secrets in clear text.",
              "Use an https address."));
    }
    return violations;
  }
}
