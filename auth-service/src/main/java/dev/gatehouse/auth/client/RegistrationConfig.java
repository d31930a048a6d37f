package dev.gatehouse.auth.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Dynamic client registration (RFC 7591). */
@ConfigMapping(prefix = "gatehouse.registration")
interface RegistrationConfig {

  /** Who may register a client; {@code off} in production and {@code open} locally unless set. */
  Optional<RegistrationMode> mode();

  /** The initial access token of mode {@code token}; at least 32 characters. */
  Optional<String> token();

  /**
   * How many clients may be registered that nobody has used yet; more are refused with 429 until
   * some are used or forgotten.
   */
  @WithDefault("10000")
  int mostUnused();

  /** A client that nobody has used by then is forgotten. */
  @WithDefault("7d")
  Duration unusedLifetime();

  /** So is one that was not used any more for so long; longer than refresh tokens live. */
  @WithDefault("90d")
  Duration idleLifetime();
}
