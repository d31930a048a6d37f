package dev.gatehouse.auth.token;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.TenantId;

/** An access token without a grant that was revoked by itself. */
@Entity
class RevokedToken {
  @Id String jti;
  @TenantId String organisation;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected RevokedToken() {}
}
