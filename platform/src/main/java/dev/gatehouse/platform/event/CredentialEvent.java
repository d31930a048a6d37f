package dev.gatehouse.platform.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fresh upstream tokens for the gateway, encrypted by the organisation's Transit key. */
public sealed interface CredentialEvent extends DomainEvent {

  /**
   * @param user whose token it is, or null for the connector's own
   * @param version grows with every rotation; an older one is ignored
   * @param ciphertext Transit ciphertext, {@code vault:v1:…}, of the access token
   * @param target for which it was got, {@link CatalogEvent.ConnectorManifest#tokenTarget}; with
   *     another it must not be sent
   */
  record CredentialRotated(
      String organisation,
      String connector,
      @Nullable String user,
      long version,
      String ciphertext,
      @Nullable Instant expiresAt,
      @Nullable String target)
      implements CredentialEvent {
    @Override
    public EventKey key() {
      return new EventKey(
          organisation, "credential", user == null ? connector : connector + "/" + user);
    }
  }
}
