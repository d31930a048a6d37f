package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.testing.FixedVaultConfig;
import dev.gatehouse.platform.vault.Vault;
import io.quarkus.arc.Arc;
import java.util.Map;

/** Rings whose vault has no keys for them. */
public final class KeyRings {
  private KeyRings() {}

  /** Of a vault that does not answer. */
  public static KeyRing withoutVault() {
    return of(new Vault(FixedVaultConfig.of("http://127.0.0.1:1", "none")), KeySettings.fresh());
  }

  /** Of a vault that has something else where the keys should be. */
  public static KeyRing withoutKeys() {
    Vault vault = Arc.container().instance(Vault.class).get();
    KeyConfig config = KeySettings.fresh();
    vault.secrets().create(config.path(), Map.of("jwks", "not keys"));
    return of(vault, config);
  }

  /** That has this key already. */
  public static KeyRing of(ECKey key) {
    KeyRing ring = new KeyRing(null);
    ring.take(new JWKSet(key));
    return ring;
  }

  private static KeyRing of(Vault vault, KeyConfig config) {
    KeyLog log = Arc.container().instance(KeyLog.class).get();
    return new KeyRing(new SigningKeys(vault, new KeySchedule(config), config, log));
  }
}
