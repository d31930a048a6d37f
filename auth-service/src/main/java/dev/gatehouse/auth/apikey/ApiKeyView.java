package dev.gatehouse.auth.apikey;

import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as its organisation sees it.
 *
 * @param key the whole key: in the answer that creates it, and never again
 * @param prefix what is shown of it otherwise
 * @param user its owner, unless it is a service key
 * @param role of a service key; a personal key has its owner's
 * @param lastUsedAt about when it was used last; absent if it never was
 */
record ApiKeyView(
    String id,
    String name,
    @Nullable String key,
    String prefix,
    List<Scope> scopes,
    @Nullable String user,
    @Nullable Role role,
    @Nullable String gateway,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  static ApiKeyView of(ApiKey key) {
    return of(key, null);
  }

  static ApiKeyView created(ApiKey key, ApiKeySecret secret) {
    return of(key, secret.reveal());
  }

  private static ApiKeyView of(ApiKey key, @Nullable String revealed) {
    return new ApiKeyView(
        key.id,
        key.name,
        revealed,
        ApiKeySecret.PREFIX + key.id,
        key.scopes.stream().sorted().toList(),
        key.userId,
        key.role,
        key.gateway,
        key.createdAt,
        key.expiresAt,
        key.lastUsedAt);
  }

  @Override
  public String toString() {
    return "ApiKeyView[" + prefix + "]";
  }
}
