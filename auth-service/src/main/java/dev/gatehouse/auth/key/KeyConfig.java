package dev.gatehouse.auth.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the signing keys are. */
@ConfigMapping(prefix = "gatehouse.signing-keys")
interface KeyConfig {

  /** Path in the vault's KV engine. */
  @WithDefault("services/auth/signing-keys")
  String path();
}
