package dev.gatehouse.auth.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The keys that sign access tokens. */
@ConfigMapping(prefix = "gatehouse.signing-keys")
interface KeyConfig {

  /** Path in the vault's KV engine. */
  @WithDefault("services/auth/signing-keys")
  String path();

  /** How long a key signs before the next one does. */
  @WithDefault("90d")
  Duration rotateEvery();

  /** How long a new key is published before it signs, so that everybody knows it by then. */
  @WithDefault("1h")
  Duration publishBefore();

  /** A key that was made before this moment, such as {@code 2026-11-20T12:00:00Z}, is replaced. */
  Optional<Instant> madeAfter();
}
