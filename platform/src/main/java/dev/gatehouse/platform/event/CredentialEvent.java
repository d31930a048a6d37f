package dev.gatehouse.platform.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tokens for upstreams: fresh ones for the gateway, and what upstreams think of them. */
public sealed interface CredentialEvent extends DomainEvent {

  /**
   * A fresh token, encrypted by the organisation's Transit key.
   *
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

  /**
   * An upstream has refused a token at a gateway.
   *
   * @param user whose token, or null for the connector's own
   * @param version of the token, {@link CredentialRotated#version}
   * @param wantedScope what it takes besides, separated by blanks, where that is why; else null
   */
  record CredentialRefused(
      String organisation,
      String connector,
      @Nullable String user,
      long version,
      @Nullable String wantedScope)
      implements CredentialEvent {
    @Override
    public EventKey key() {
      return new EventKey(
          organisation, "credential-refused", user == null ? connector : connector + "/" + user);
    }
  }
}
