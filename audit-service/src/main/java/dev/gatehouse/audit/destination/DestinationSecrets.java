package dev.gatehouse.audit.destination;

import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The headers of webhooks in the vault, each set at a place of its own: what is there is never
 * another's, and stays for as long as a row names it.
 */
@ApplicationScoped
class DestinationSecrets {
  private static final Logger LOG = Logger.getLogger(DestinationSecrets.class);
  private static final String PATH = "services/audit/destinations/";

  private final Vault vault;

  DestinationSecrets(Vault vault) {
    this.vault = vault;
  }

  /**
   * Writes them to a new place; null if there are none.
   *
   * @throws VaultException if they cannot be written
   */
  @Nullable UUID write(@Nullable Map<String, String> headers) {
    if (headers == null || headers.isEmpty()) {
      return null;
    }
    UUID place = UUID.randomUUID();
    vault.secrets().create(PATH + place, Map.copyOf(headers));
    return place;
  }

  Map<String, String> read(UUID place) {
    return vault.secrets().readLatest(PATH + place).data().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> String.valueOf(header.getValue())));
  }

  /** Best effort: what stays is at a place that nothing names any more. */
  void destroy(@Nullable UUID place) {
    if (place == null) {
      return;
    }
    try {
      vault.secrets().destroy(PATH + place);
    } catch (VaultException e) {
      LOG.warnf("Credentials of a destination stay in the vault at %s: %s", place, e.kind());
    }
  }
}
