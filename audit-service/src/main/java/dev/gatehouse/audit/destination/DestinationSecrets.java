package dev.gatehouse.audit.destination;

import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The headers of webhooks in the vault. */
@ApplicationScoped
class DestinationSecrets {
  private static final Logger LOG = Logger.getLogger(DestinationSecrets.class);
  private static final String PATH = "services/audit/destinations/";

  private final Vault vault;

  DestinationSecrets(Vault vault) {
    this.vault = vault;
  }

  /**
   * Whether there was anything to write.
   *
   * @throws VaultException if it cannot be written
   */
  boolean write(UUID id, @Nullable Map<String, String> headers) {
    if (headers == null || headers.isEmpty()) {
      return false;
    }
    vault.secrets().create(PATH + id, Map.copyOf(headers));
    return true;
  }

  /** The same where there may be some already. */
  boolean replace(UUID id, Map<String, String> headers) {
    if (headers.isEmpty()) {
      destroy(id);
      return false;
    }
    int version = 0;
    try {
      version = vault.secrets().readLatest(PATH + id).version();
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.NOT_FOUND) {
        throw e;
      }
    }
    vault.secrets().update(PATH + id, version, Map.copyOf(headers));
    return true;
  }

  Map<String, String> read(UUID id) {
    return vault.secrets().readLatest(PATH + id).data().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
  }

  /** Best effort: what stays is under an id that nothing names any more. */
  void destroy(UUID id) {
    try {
      vault.secrets().destroy(PATH + id);
    } catch (VaultException e) {
      LOG.warnf("The credentials of destination %s stay in the vault: %s", id, e.kind());
    }
  }
}
