package dev.gatehouse.auth.client;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Dynamic client registration (RFC 7591). */
@ConfigMapping(prefix = "gatehouse.registration")
interface RegistrationConfig {

  /** Who may register a client; {@code off} in production and {@code open} locally unless set. */
  Optional<RegistrationMode> mode();

  /** The initial access token of mode {@code token}; at least 32 characters. */
  Optional<String> token();
}
