package dev.gatehouse.auth.client;

import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Who may register a client, as configured. */
@ApplicationScoped
public class RegistrationPolicy {
  private final RegistrationMode mode;
  private final Optional<String> token;

  RegistrationPolicy(
      RegistrationConfig config,
      @ConfigProperty(name = "gatehouse.run-mode", defaultValue = "production") String runMode) {
    this.mode =
        config
            .mode()
            .orElse(
                RunMode.of(runMode) == RunMode.LOCAL
                    ? RegistrationMode.OPEN
                    : RegistrationMode.OFF);
    this.token = config.token();
  }

  RegistrationMode mode() {
    return mode;
  }

  /** Whether there is a registration endpoint at all. */
  public boolean offered() {
    return mode != RegistrationMode.OFF;
  }

  boolean permits(@Nullable String authorization) {
    return switch (mode) {
      case OFF -> false;
      case OPEN -> true;
      case TOKEN ->
          authorization != null
              && MessageDigest.isEqual(
                  ("Bearer " + token.orElseThrow()).getBytes(StandardCharsets.UTF_8),
                  authorization.getBytes(StandardCharsets.UTF_8));
    };
  }
}
