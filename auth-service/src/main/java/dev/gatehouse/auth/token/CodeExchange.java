package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Grant type {@code authorization_code} (OAuth 2.1 section 4.1.3). A request that would be good but
 * for its code, which was used before, ends the grant with all its tokens: two have both code and
 * verifier. Without the right verifier it is refused like any other: whoever sends it can have got
 * no tokens, and must not be able to end those of the client with a code from a log.
 */
@ApplicationScoped
class CodeExchange {
  private static final TokenResult UNKNOWN =
      TokenResult.invalidGrant("The code is unknown, expired or was used");

  private final AuthorizationCodeRepository codes;
  private final RefreshTokens refreshTokens;
  private final Grants grants;
  private final Issuance issuance;
  private final Transactions transactions;

  CodeExchange(
      AuthorizationCodeRepository codes,
      RefreshTokens refreshTokens,
      Grants grants,
      Issuance issuance,
      Transactions transactions) {
    this.codes = codes;
    this.refreshTokens = refreshTokens;
    this.grants = grants;
    this.issuance = issuance;
    this.transactions = transactions;
  }

  TokenResult exchange(Issuance.Wish wish, AuthorizationCodeGrant presented) {
    String hash = OpaqueToken.hash(presented.getAuthorizationCode().getValue());
    return transactions
        .asPlatform(() -> codes.findByIdOptional(hash))
        .map(code ->
            transactions.in(code.organisation, () -> locked(wish, presented, code.grantId, hash)))
        .orElse(UNKNOWN);
  }

  // The grant's row makes all uses of its codes and tokens wait for each other.
  private TokenResult locked(
      Issuance.Wish wish, AuthorizationCodeGrant presented, String grantId, String hash) {
    Optional<Grant> grant = grants.locked(grantId);
    AuthorizationCode code = codes.findById(hash);
    if (grant.isEmpty() || code == null) {
      return UNKNOWN;
    }
    if (!grant.get().clientId.equals(wish.client().id())) {
      return issuance.refuse(grant.get(), UNKNOWN, "other-client");
    }
    return judge(wish, presented, grant.get(), code);
  }

  private TokenResult judge(
      Issuance.Wish wish, AuthorizationCodeGrant presented, Grant grant, AuthorizationCode code) {
    if (code.usedAt != null) {
      return replayed(presented, grant, code);
    }
    if (grant.revoked() || !code.expiresAt.isAfter(Instant.now())) {
      return issuance.refuse(grant, UNKNOWN, "code-expired");
    }
    if (!sameRedirect(presented, code)) {
      return issuance.refuse(
          grant, TokenResult.invalidGrant("redirect_uri is another than before"), "redirect-uri");
    }
    if (!matches(presented, code.codeChallenge)) {
      return issuance.refuse(
          grant, TokenResult.invalidGrant("code_verifier is missing or wrong"), "pkce");
    }
    return issuance.flaw(wish, grant).orElseGet(() -> use(wish, grant, code));
  }

  private TokenResult replayed(
      AuthorizationCodeGrant presented, Grant grant, AuthorizationCode code) {
    if (!sameRedirect(presented, code) || !matches(presented, code.codeChallenge)) {
      return issuance.refuse(grant, UNKNOWN, "code-used");
    }
    grants.revoke(grant, "code-replayed");
    return issuance.refuse(grant, UNKNOWN, "code-replayed");
  }

  private TokenResult use(Issuance.Wish wish, Grant grant, AuthorizationCode code) {
    code.usedAt = Instant.now();
    return issuance.issue(
        wish,
        grant,
        wish.client().uses(GrantType.REFRESH_TOKEN)
            ? Optional.of(refreshTokens.first(grant))
            : Optional.empty());
  }

  private static boolean sameRedirect(AuthorizationCodeGrant presented, AuthorizationCode code) {
    return presented.getRedirectionURI() == null
        || presented.getRedirectionURI().toString().equals(code.redirectUri);
  }

  private static boolean matches(AuthorizationCodeGrant presented, @Nullable String challenge) {
    return presented.getCodeVerifier() != null
        && CodeChallenge.compute(CodeChallengeMethod.S256, presented.getCodeVerifier())
            .getValue()
            .equals(challenge);
  }
}
