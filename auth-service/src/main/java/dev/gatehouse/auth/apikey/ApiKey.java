package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A key as it is kept: never the secret, only its hash. */
@Entity
class ApiKey {
  @Id String id;
  @TenantId String organisation;
  String name;
  String hash;
  @Nullable String userId;
  @Nullable Role role;

  @Convert(converter = ScopesConverter.class)
  Set<Scope> scopes;

  @Nullable String gateway;
  String createdBy;
  Instant createdAt;
  @Nullable Instant expiresAt;
  @Nullable Instant lastUsedAt;

  @SuppressWarnings("NullAway.Init")
  protected ApiKey() {}

  /**
   * A personal key, whose role is its owner's, or a service key with the least role that has its
   * scopes.
   *
   * @param owner null for a service key
   * @param scopes that it is to have, judged already
   */
  ApiKey(
      ApiKeySecret secret,
      Caller creator,
      @Nullable String owner,
      ApiKeyRequest request,
      Set<Scope> scopes) {
    this.id = secret.id();
    this.organisation = creator.organisation();
    this.name = request.name();
    this.hash = secret.hash();
    this.userId = owner;
    this.role = owner == null ? leastRole(scopes) : null;
    this.scopes = Set.copyOf(scopes);
    this.gateway = request.gateway();
    this.createdBy = creator.principal();
    this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    this.expiresAt =
        request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
  }

  boolean personal() {
    return userId != null;
  }

  /** A key of the same kind with another secret. */
  ApiKey successor(ApiKeySecret secret, Caller creator) {
    return new ApiKey(
        secret,
        creator,
        userId,
        new ApiKeyRequest(name, scopes, expiresAt, gateway, !personal()),
        scopes);
  }

  private static Role leastRole(Set<Scope> scopes) {
    return Arrays.stream(Role.values())
        .filter(role -> role.scopes().containsAll(scopes))
        .findFirst()
        .orElseThrow();
  }

  ApiKeyChanged event() {
    return new ApiKeyChanged(
        organisation, id, hash, name, userId, role, scopes, expiresAt, gateway);
  }
}
