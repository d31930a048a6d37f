package dev.gatehouse.platform.vault;

import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransit;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitDecryptParams;
import io.quarkus.vault.client.api.secrets.transit.VaultSecretsTransitEncryptParams;

/** Vault's Transit engine with one key per organisation, so that a key's end ends its secrets. */
public final class Transit {
  private final Vault vault;
  private final VaultSecretsTransit engine;

  Transit(Vault vault, VaultSecretsTransit engine) {
    this.vault = vault;
    this.engine = engine;
  }

  /** Ciphertext in Vault's form, {@code vault:v1:…}. The key is made at its first use. */
  public String encrypt(String organisation, byte[] plaintext) {
    return vault
        .await(
            "encrypt",
            engine.encrypt(
                key(organisation), new VaultSecretsTransitEncryptParams().setPlaintext(plaintext)))
        .getCiphertext();
  }

  /** The plaintext of {@link #encrypt}. */
  public byte[] decrypt(String organisation, String ciphertext) {
    return vault.await(
        "decrypt",
        engine.decrypt(
            key(organisation), new VaultSecretsTransitDecryptParams().setCiphertext(ciphertext)));
  }

  private static String key(String organisation) {
    return "org-" + organisation;
  }
}
