package dev.gatehouse.auth.authorize;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** An authorization request that a client has sent ahead. */
@Entity
class PushedRequest {
  @Id String hash;
  String clientId;
  String query;
  Instant expiresAt;

  @SuppressWarnings("NullAway.Init")
  protected PushedRequest() {}

  PushedRequest(String hash, String clientId, String query, Instant expiresAt) {
    this.hash = hash;
    this.clientId = clientId;
    this.query = query;
    this.expiresAt = expiresAt;
  }
}
