package dev.gatehouse.sync.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Turns what is secret into ciphertext of the organisation's Transit key, and back. */
@ApplicationScoped
class Sealing {
  private final Vault vault;

  Sealing(Vault vault) {
    this.vault = vault;
  }

  /**
   * @throws dev.gatehouse.platform.vault.VaultException if Vault cannot be used
   */
  String seal(String organisation, Object secret) {
    try {
      return vault.transit().encrypt(organisation, Json.mapper().writeValueAsBytes(secret));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a secret could not be written");
    }
  }

  String sealText(String organisation, String secret) {
    return vault.transit().encrypt(organisation, secret.getBytes(StandardCharsets.UTF_8));
  }

  /** No cause is kept of what cannot be read: it would show parts of it. */
  <T> T open(String organisation, String ciphertext, Class<T> type) {
    try {
      return Json.mapper().readValue(vault.transit().decrypt(organisation, ciphertext), type);
    } catch (IOException e) {
      throw new IllegalStateException("a stored secret cannot be read");
    }
  }
}
