package dev.gatehouse.auth.login;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

@Entity
class BrowserSession {
  @Id String tokenHash;
  String userId;
  Instant createdAt;

  /**
   * When the person proved who they are, here or at a provider; before the session at the latest.
   */
  Instant authTime;

  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected BrowserSession() {}

  BrowserSession(
      String tokenHash, String userId, Instant createdAt, Instant authTime, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.userId = userId;
    this.createdAt = createdAt;
    this.authTime = authTime;
    this.expiresAt = expiresAt;
  }
}
