package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/**
 * Grant type {@code refresh_token} (OAuth 2.1 section 4.3). Each token is good once and brings its
 * successor; one that comes again, but for a moment later, was stolen and ends the whole family.
 */
@ApplicationScoped
class Refresh {
  private static final TokenResult UNKNOWN =
      TokenResult.invalidGrant("The refresh token is unknown, expired, used or revoked");

  private final RefreshTokenRepository tokens;
  private final RefreshTokens rotation;
  private final Grants grants;
  private final Issuance issuance;
  private final Transactions transactions;

  Refresh(
      RefreshTokenRepository tokens,
      RefreshTokens rotation,
      Grants grants,
      Issuance issuance,
      Transactions transactions) {
    this.tokens = tokens;
    this.rotation = rotation;
    this.grants = grants;
    this.issuance = issuance;
    this.transactions = transactions;
  }

  TokenResult refresh(Issuance.Wish wish, RefreshTokenGrant presented) {
    String value = presented.getRefreshToken().getValue();
    String hash = OpaqueToken.hash(value);
    return transactions
        .asPlatform(() -> tokens.findByIdOptional(hash))
        .map(token -> transactions.in(token.organisation, () -> locked(wish, token.grantId, value)))
        .orElse(UNKNOWN);
  }

  private TokenResult locked(Issuance.Wish wish, String grantId, String presented) {
    Optional<Grant> grant = grants.locked(grantId);
    RefreshToken token = tokens.findById(OpaqueToken.hash(presented));
    if (grant.isEmpty() || token == null) {
      return UNKNOWN;
    }
    if (!grant.get().clientId.equals(wish.client().id())) {
      return issuance.refuse(grant.get(), UNKNOWN, "other-client");
    }
    return judge(wish, grant.get(), token, presented);
  }

  private TokenResult judge(Issuance.Wish wish, Grant grant, RefreshToken token, String presented) {
    if (grant.revoked()) {
      return issuance.refuse(grant, UNKNOWN, "grant-revoked");
    }
    if (token.usedAt != null) {
      return again(wish, grant, token, presented);
    }
    if (!token.expiresAt.isAfter(Instant.now())) {
      return issuance.refuse(grant, UNKNOWN, "refresh-token-expired");
    }
    return issuance
        .flaw(wish, grant)
        .orElseGet(() ->
            issuance.issue(wish, grant, Optional.of(rotation.rotate(grant, token, presented))));
  }

  private TokenResult again(Issuance.Wish wish, Grant grant, RefreshToken token, String presented) {
    Optional<OpaqueToken> successor = rotation.successor(token, presented);
    if (successor.isEmpty()) {
      grants.revoke(grant, "refresh-token-replayed");
      return issuance.refuse(grant, UNKNOWN, "refresh-token-replayed");
    }
    return issuance.flaw(wish, grant).orElseGet(() -> issuance.issue(wish, grant, successor));
  }
}
