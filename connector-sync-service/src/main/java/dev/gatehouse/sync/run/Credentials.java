package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.vault.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an upstream is to be shown, out of Vault; held for one run and never kept. */
@ApplicationScoped
class Credentials {
  private final Vault vault;

  Credentials(Vault vault) {
    this.vault = vault;
  }

  /**
   * Headers with the credential.
   *
   * @throws dev.gatehouse.platform.vault.VaultException if Vault does not give it
   */
  Map<String, String> headers(@Nullable CredentialReference reference) {
    return read(reference, "headers");
  }

  /** The same for the variables that a stdio server is started with. */
  Map<String, String> environment(@Nullable CredentialReference reference) {
    return read(reference, "env");
  }

  private Map<String, String> read(@Nullable CredentialReference reference, String member) {
    if (reference == null) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    if (vault.secrets().read(reference.path(), reference.version()).get(member)
        instanceof Map<?, ?> stored) {
      stored.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    }
    return values;
  }
}
