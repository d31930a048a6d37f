package dev.gatehouse.auth.token;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.authorize.Resources;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The last step of every grant type: judges the wish against the grant and the membership of now,
 * and makes the tokens.
 */
@ApplicationScoped
class Issuance {
  private final Organisations organisations;
  private final Resources resources;
  private final AccessTokens accessTokens;
  private final Grants grants;
  private final AuditLog audit;

  Issuance(
      Organisations organisations,
      Resources resources,
      AccessTokens accessTokens,
      Grants grants,
      AuditLog audit) {
    this.organisations = organisations;
    this.resources = resources;
    this.accessTokens = accessTokens;
    this.grants = grants;
    this.audit = audit;
  }

  /**
   * What a client asks for.
   *
   * @param key that signs; taken before anything is used up
   */
  record Wish(Client client, TokenRequest request, ECKey key) {}

  /** What is wrong with a wish apart from the code or token itself; empty if nothing is. */
  Optional<TokenResult> flaw(Wish wish, Grant grant) {
    List<URI> named = Objects.requireNonNullElse(wish.request().getResources(), List.of());
    boolean another =
        !named.isEmpty()
            && resources
                .parse(named)
                .filter(resource -> resource.uri().equals(grant.resource))
                .isEmpty();
    if (another || !resources.isThere(grant.resource)) {
      return Optional.of(
          refuse(grant, new TokenResult.Refused(OAuth2Error.INVALID_TARGET), "resource"));
    }
    Optional<Member> member = member(grant);
    if (member.isEmpty()) {
      grants.revoke(grant, "membership-ended");
      return Optional.of(
          refuse(
              grant,
              TokenResult.invalidGrant("The person is no longer an active member"),
              "membership-ended"));
    }
    return !grant.scopes.containsAll(asked(wish, grant))
            || scopes(wish, grant, member.get()).isEmpty()
        ? Optional.of(refuse(grant, new TokenResult.Refused(OAuth2Error.INVALID_SCOPE), "scope"))
        : Optional.empty();
  }

  /**
   * Only for a wish without a flaw.
   *
   * @param refreshToken to go along
   */
  TokenResult issue(Wish wish, Grant grant, Optional<OpaqueToken> refreshToken) {
    Member member = member(grant).orElseThrow();
    Set<Scope> scopes = scopes(wish, grant, member);
    audit.add(
        grant.organisation,
        Decided.done(
                Grants.actor(grant), "token.issue", Target.of("grant", grant.id, grant.resource))
            .with("grantType", wish.request().getAuthorizationGrant().getType().getValue())
            .with("scope", Scope.format(scopes)));
    return new TokenResult.Issued(
        new Tokens(
            accessTokens.issue(wish.key(), AccessTokens.Content.of(grant, member, scopes)),
            refreshToken.map(token -> new RefreshToken(token.value())).orElse(null)));
  }

  TokenResult refuse(Grant grant, TokenResult result, String rule) {
    audit.add(
        grant.organisation,
        Decided.refused(
            Grants.actor(grant),
            "token.issue",
            Target.of("grant", grant.id, grant.resource),
            rule));
    return result;
  }

  private Optional<Member> member(Grant grant) {
    return organisations.member(grant.organisation, grant.userId);
  }

  /** Asked for ∩ granted ∩ role now. */
  private static Set<Scope> scopes(Wish wish, Grant grant, Member member) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(asked(wish, grant));
    scopes.retainAll(grant.scopes);
    scopes.retainAll(member.role().scopes());
    return scopes;
  }

  // A refresh may ask for less than was granted (RFC 6749 section 6).
  private static Set<Scope> asked(Wish wish, Grant grant) {
    com.nimbusds.oauth2.sdk.Scope asked = wish.request().getScope();
    return asked == null || asked.isEmpty() ? grant.scopes : Scope.parseList(asked.toString());
  }
}
