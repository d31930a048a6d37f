package dev.gatehouse.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.client.Client;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Revocation by the client itself (RFC 7009). Whichever token of a grant it names, the grant ends:
 * a client that gives up one token gives up what came of the same consent.
 */
@ApplicationScoped
class Revocation {
  private final RefreshTokenRepository refreshTokens;
  private final Grants grants;
  private final IssuedTokens issued;
  private final TokenRevocations tokens;
  private final Transactions transactions;

  Revocation(
      RefreshTokenRepository refreshTokens,
      Grants grants,
      IssuedTokens issued,
      TokenRevocations tokens,
      Transactions transactions) {
    this.refreshTokens = refreshTokens;
    this.grants = grants;
    this.issued = issued;
    this.tokens = tokens;
    this.transactions = transactions;
  }

  /** Does nothing about a token that is unknown or another client's. */
  void revoke(Client client, String token) {
    Optional<RefreshToken> refreshToken =
        transactions.asPlatform(() -> refreshTokens.findByIdOptional(OpaqueToken.hash(token)));
    if (refreshToken.isPresent()) {
      end(client, refreshToken.get().organisation, refreshToken.get().grantId);
    } else {
      issued.read(token).ifPresent(claims -> revoke(client, claims));
    }
  }

  private void revoke(Client client, JWTClaimsSet claims) {
    String organisation = (String) claims.getClaim("org");
    if (claims.getClaim("grant_id") instanceof String grant) {
      end(client, organisation, grant);
    } else if (client.id().equals(claims.getClaim("client_id"))) {
      transactions.in(
          organisation,
          () -> {
            tokens.revoke(
                organisation,
                client.id(),
                claims.getJWTID(),
                claims.getExpirationTime().toInstant());
            return true;
          });
    }
  }

  private void end(Client client, String organisation, String grantId) {
    transactions.in(
        organisation,
        () -> {
          grants
              .locked(grantId)
              .filter(grant -> grant.clientId.equals(client.id()))
              .ifPresent(grant -> grants.revoke(grant, "revoked-by-client"));
          return true;
        });
  }
}
