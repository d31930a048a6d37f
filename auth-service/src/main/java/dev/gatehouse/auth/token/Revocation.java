package dev.gatehouse.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.key.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.util.Optional;

/**
 * Revocation by the client itself (RFC 7009). Whichever token of a grant it names, the grant ends:
 * a client that gives up one token gives up what came of the same consent.
 */
@ApplicationScoped
class Revocation {
  private final RefreshTokenRepository refreshTokens;
  private final Grants grants;
  private final KeyRing keys;
  private final Transactions transactions;

  Revocation(
      RefreshTokenRepository refreshTokens,
      Grants grants,
      KeyRing keys,
      Transactions transactions) {
    this.refreshTokens = refreshTokens;
    this.grants = grants;
    this.keys = keys;
    this.transactions = transactions;
  }

  private record Place(String organisation, String grant) {}

  /** Does nothing about a token that is unknown or another client's. */
  void revoke(Client client, String token) {
    byRefreshToken(token)
        .or(() -> byAccessToken(token))
        .ifPresent(place ->
            transactions.in(
                place.organisation,
                () -> {
                  grants
                      .locked(place.grant)
                      .filter(grant -> grant.clientId.equals(client.id()))
                      .ifPresent(grant -> grants.revoke(grant, "revoked-by-client"));
                  return true;
                }));
  }

  private Optional<Place> byRefreshToken(String token) {
    String hash = OpaqueToken.hash(token);
    return transactions
        .asPlatform(() -> refreshTokens.findByIdOptional(hash))
        .map(found -> new Place(found.organisation, found.grantId));
  }

  private Optional<Place> byAccessToken(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWK key = keys.verifying().getKeyByKeyId(jwt.getHeader().getKeyID());
      if (key == null || !jwt.verify(new ECDSAVerifier(key.toECKey()))) {
        return Optional.empty();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      return Optional.of(
          new Place(claims.getStringClaim("org"), claims.getStringClaim("grant_id")));
    } catch (ParseException | JOSEException _) {
      return Optional.empty();
    }
  }
}
