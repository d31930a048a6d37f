package dev.gatehouse.platform.vault;

import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2;
import io.quarkus.vault.client.api.secrets.kv2.VaultSecretsKV2UpdateSecretOptions;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Vault's KV version 2 engine. Paths are made of UUIDs and fixed words only: a name in a path would
 * invite traversal.
 */
public final class SecretStore {
  private final Vault vault;
  private final VaultSecretsKV2 engine;

  SecretStore(Vault vault, VaultSecretsKV2 engine) {
    this.vault = vault;
    this.engine = engine;
  }

  /**
   * Writes a secret where there is none yet.
   *
   * @return the version that was written, 1
   * @throws VaultException of kind CONFLICT if there is one
   */
  public int create(String path, Map<String, Object> data) {
    return update(path, 0, data);
  }

  /**
   * Writes the next version.
   *
   * @param currentVersion what the writer saw last; 0 for none
   * @return the version that was written
   * @throws VaultException of kind CONFLICT if another version is current by now
   */
  public int update(String path, int currentVersion, Map<String, Object> data) {
    vault.await(
        "write",
        engine.updateSecret(
            path, new VaultSecretsKV2UpdateSecretOptions().setCas(currentVersion), data));
    return currentVersion + 1;
  }

  /**
   * Reads one version.
   *
   * @throws VaultException of kind NOT_FOUND if it is not there or was destroyed
   */
  public Map<String, Object> read(String path, int version) {
    return vault.await("read", engine.readSecret(path, version)).getData();
  }

  /** Reads the newest version with its number. */
  public Versioned readLatest(String path) {
    var read = vault.await("read", engine.readSecret(path));
    return new Versioned(read.getMetadata().getVersion(), read.getData());
  }

  /**
   * Reads the newest version; makes the first one where there is none. Of several who do so at once
   * all get the same.
   */
  public Map<String, Object> readOrCreate(String path, Supplier<Map<String, Object>> first) {
    try {
      return readLatest(path).data();
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.NOT_FOUND) {
        throw e;
      }
    }
    Map<String, Object> made = first.get();
    try {
      create(path, made);
      return made;
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.CONFLICT) {
        throw e;
      }
      return readLatest(path).data();
    }
  }

  /** Removes a secret with all its versions for good. */
  public void destroy(String path) {
    vault.await("destroy", engine.deleteSecretMetadata(path));
  }

  /** A secret and the version it has; {@code toString} does not show it. */
  public record Versioned(int version, Map<String, Object> data) {
    @Override
    public String toString() {
      return "Versioned[version=" + version + "]";
    }
  }
}
