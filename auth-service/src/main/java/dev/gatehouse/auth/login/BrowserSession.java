package dev.gatehouse.auth.login;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

@Entity
class BrowserSession {
  @Id String tokenHash;
  String userId;
  Instant createdAt;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected BrowserSession() {}

  BrowserSession(String tokenHash, String userId, Instant createdAt, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.userId = userId;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }
}
