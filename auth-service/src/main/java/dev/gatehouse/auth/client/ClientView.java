package dev.gatehouse.auth.client;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as its organisation sees it.
 *
 * @param id the {@code client_id}
 * @param secret in the answer that creates it, and never again
 * @param lastUsedAt when it got tokens last, to within half a day
 */
record ClientView(
    String id,
    String name,
    @Nullable String secret,
    List<String> redirectUris,
    List<String> grantTypes,
    String authMethod,
    @Nullable List<Scope> scopes,
    @Nullable Role role,
    boolean introspection,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  static ClientView of(Client client) {
    return of(client, null);
  }

  static ClientView of(Client client, @Nullable OpaqueToken secret) {
    return new ClientView(
        client.id,
        client.name,
        secret == null ? null : secret.value(),
        client.redirectUris,
        client.grantTypes,
        client.authMethod,
        client.scopes == null ? null : client.scopes.stream().sorted().toList(),
        client.role,
        client.introspects,
        client.createdAt,
        client.lastUsedAt);
  }

  @Override
  public String toString() {
    return "ClientView[" + id + "]";
  }
}
