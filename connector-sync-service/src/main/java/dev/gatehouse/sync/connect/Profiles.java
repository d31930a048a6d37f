package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.sync.oauth.ClientProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Who Gatehouse is to authorization servers of upstreams. */
@ApplicationScoped
class Profiles {
  static final String NAME = "Gatehouse";
  static final String DOCUMENT = "/connect/client-metadata.json";
  static final String CALLBACK = "/connect/callback";

  private final Origin origin;
  private final Vault vault;

  Profiles(Origin origin, Vault vault) {
    this.origin = origin;
    this.vault = vault;
  }

  URI redirectUri() {
    return URI.create(origin.value() + CALLBACK);
  }

  /** Servers read documents over https only. */
  @Nullable URI document() {
    return origin.value().startsWith("https:") ? URI.create(origin.value() + DOCUMENT) : null;
  }

  /**
   * @throws dev.gatehouse.platform.vault.VaultException if the client's secret cannot be read
   */
  ClientProfile of(ConnectorManifest connector) {
    UpstreamOAuth oauth = connector.oauth();
    String id = oauth == null ? null : oauth.clientId();
    return new ClientProfile(
        NAME, redirectUri(), document(), id, id == null ? null : secret(connector.credential()));
  }

  private @Nullable String secret(@Nullable CredentialReference reference) {
    return reference != null
            && vault.secrets().read(reference.path(), reference.version()).get("clientSecret")
                instanceof String secret
        ? secret
        : null;
  }
}
