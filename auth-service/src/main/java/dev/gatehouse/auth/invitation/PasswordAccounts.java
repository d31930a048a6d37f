package dev.gatehouse.auth.invitation;

import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether people who were invited can make an account with a password. */
@ApplicationScoped
class PasswordAccounts {
  private final boolean offered;

  PasswordAccounts(
      InvitationConfig config,
      @ConfigProperty(name = "gatehouse.run-mode", defaultValue = "production") String runMode) {
    this.offered = config.passwordAccounts().orElse(RunMode.of(runMode) == RunMode.LOCAL);
  }

  boolean offered() {
    return offered;
  }
}
