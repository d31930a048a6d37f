package dev.gatehouse.auth.invitation;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** An offer to join an organisation, good once. */
@Entity
class Invitation {
  @Id String id;
  @TenantId String organisation;
  String tokenHash;
  Role role;
  @Nullable String label;
  String createdBy;
  @Nullable String madeWithKey;
  Instant createdAt;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected Invitation() {}

  Invitation(OpaqueToken token, Caller creator, InvitationRequest request, Duration lifetime) {
    this.id = UuidCreator.getTimeOrderedEpoch().toString();
    this.organisation = creator.organisation();
    this.tokenHash = token.hash();
    this.role = request.role();
    this.label = request.label();
    this.createdBy = creator.principal();
    this.madeWithKey = creator.apiKey();
    this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    this.expiresAt = createdAt.plus(lifetime);
  }

  boolean open() {
    return expiresAt.isAfter(Instant.now());
  }
}
