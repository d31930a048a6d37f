package dev.gatehouse.gateway.identity;

import dev.gatehouse.platform.identity.AccessTokenRules.Claims;
import dev.gatehouse.platform.identity.ApiKeySecret;

/** A credential whose form, and for a token also whose signature and issuer, hold. */
sealed interface VerifiedCredential {

  record Key(ApiKeySecret secret) implements VerifiedCredential {}

  /**
   * @param expiresAt epoch milliseconds
   */
  record Token(Claims claims, long expiresAt) implements VerifiedCredential {}
}
