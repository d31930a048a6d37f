package dev.gatehouse.auth.token;

import dev.gatehouse.auth.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * The refresh tokens of a grant, one after the other (OAuth 2.1 section 4.3.1). A token has one
 * successor: whoever presents it again in the short time in which it may be, is given the same.
 */
@ApplicationScoped
class RefreshTokens {
  private final RefreshTokenRepository tokens;
  private final TokenConfig config;

  RefreshTokens(RefreshTokenRepository tokens, TokenConfig config) {
    this.tokens = tokens;
    this.config = config;
  }

  /** The first of a grant. */
  OpaqueToken first(Grant grant) {
    return keep(grant, OpaqueToken.generate());
  }

  /** Uses a token up and gives its successor. */
  OpaqueToken rotate(Grant grant, RefreshToken token, String presented) {
    String salt = OpaqueToken.generate().value();
    token.usedAt = Instant.now();
    token.successorSalt = salt;
    return keep(grant, OpaqueToken.following(presented, salt));
  }

  /**
   * The successor of a token that was used a moment ago; empty once that is too long ago, or once
   * the successor was used itself: then two have the token.
   */
  Optional<OpaqueToken> successor(RefreshToken used, String presented) {
    if (used.usedAt == null
        || used.successorSalt == null
        || !used.usedAt.plus(config.refreshGrace()).isAfter(Instant.now())) {
      return Optional.empty();
    }
    OpaqueToken successor = OpaqueToken.following(presented, used.successorSalt);
    return tokens
        .findByIdOptional(successor.hash())
        .filter(found -> found.usedAt == null)
        .map(_ -> successor);
  }

  private OpaqueToken keep(Grant grant, OpaqueToken token) {
    tokens.persist(
        new RefreshToken(token.hash(), grant, Instant.now().plus(config.refreshLifetime())));
    return token;
  }
}
