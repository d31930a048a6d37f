package dev.gatehouse.auth.token;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A code that a client may exchange once; only its hash is kept. */
@Entity
class AuthorizationCode {
  @Id String hash;
  @TenantId String organisation;
  String grantId;
  String redirectUri;
  String codeChallenge;
  Instant expiresAt;
  @Nullable Instant usedAt;

  @SuppressWarnings("NullAway.Init")
  protected AuthorizationCode() {}

  AuthorizationCode(
      String hash, Grant grant, String redirectUri, String codeChallenge, Instant expiresAt) {
    this.hash = hash;
    this.organisation = grant.organisation;
    this.grantId = grant.id;
    this.redirectUri = redirectUri;
    this.codeChallenge = codeChallenge;
    this.expiresAt = expiresAt;
  }
}
