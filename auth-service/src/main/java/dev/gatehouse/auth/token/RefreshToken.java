package dev.gatehouse.auth.token;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A refresh token that is good once; only its hash is kept. */
@Entity
class RefreshToken {
  @Id String hash;
  @TenantId String organisation;
  String grantId;
  Instant expiresAt;
  @Nullable Instant usedAt;

  /** What its successor was derived with, together with the token itself. */
  @Nullable String successorSalt;

  @SuppressWarnings("NullAway.Init")
  protected RefreshToken() {}

  RefreshToken(String hash, Grant grant, Instant expiresAt) {
    this.hash = hash;
    this.organisation = grant.organisation;
    this.grantId = grant.id;
    this.expiresAt = expiresAt;
  }
}
