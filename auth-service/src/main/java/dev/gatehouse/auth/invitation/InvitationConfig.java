package dev.gatehouse.auth.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Invitations to organisations. */
@ConfigMapping(prefix = "gatehouse.invitations")
interface InvitationConfig {

  /** How long a link is good for. */
  @WithDefault("7d")
  Duration lifetime();

  /**
   * Whether somebody who was invited can make an account with a password; otherwise they sign in
   * with one of the providers. {@code true} in local runs and {@code false} in production unless
   * set.
   */
  Optional<Boolean> passwordAccounts();
}
