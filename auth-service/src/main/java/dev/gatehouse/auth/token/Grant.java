package dev.gatehouse.auth.token;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.auth.organisation.ScopesConverter;
import dev.gatehouse.platform.identity.Scope;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * What a person allowed a client in one organisation, at one resource. It is the family of all
 * tokens that come of it: revoked together.
 */
@Entity
@Table(name = "oauth_grant")
class Grant {
  @Id String id;
  @TenantId String organisation;
  String userId;
  String clientId;
  String resource;

  @Convert(converter = ScopesConverter.class)
  Set<Scope> scopes;

  Instant createdAt;
  @Nullable Instant revokedAt;

  @SuppressWarnings("NullAway.Init")
  protected Grant() {}

  Grant(String organisation, String userId, String clientId, String resource, Set<Scope> scopes) {
    this.id = UuidCreator.getTimeOrderedEpoch().toString();
    this.organisation = organisation;
    this.userId = userId;
    this.clientId = clientId;
    this.resource = resource;
    this.scopes = Set.copyOf(scopes);
    this.createdAt = Instant.now();
  }

  boolean revoked() {
    return revokedAt != null;
  }
}
