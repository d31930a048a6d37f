package dev.gatehouse.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.JWTID;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Date;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says what an access token is worth now (RFC 7662): scopes are those of the token as far as the
 * role of now allows them. Of tokens of other organisations, and of what is no access token, it
 * says the same as of one that was made up.
 */
@ApplicationScoped
class Introspection {
  private static final TokenIntrospectionSuccessResponse INACTIVE =
      new TokenIntrospectionSuccessResponse.Builder(false).build();

  private final IssuedTokens issued;
  private final GrantRepository grants;
  private final TokenRevocations revocations;
  private final Organisations organisations;
  private final Clients clients;
  private final Transactions transactions;

  Introspection(
      IssuedTokens issued,
      GrantRepository grants,
      TokenRevocations revocations,
      Organisations organisations,
      Clients clients,
      Transactions transactions) {
    this.issued = issued;
    this.grants = grants;
    this.revocations = revocations;
    this.organisations = organisations;
    this.clients = clients;
    this.transactions = transactions;
  }

  /**
   * @param organisation of the resource server that asks
   */
  TokenIntrospectionSuccessResponse introspect(String organisation, String token) {
    return issued
        .read(token)
        .filter(claims -> organisation.equals(claims.getClaim("org")))
        .filter(claims -> claims.getExpirationTime().after(new Date()))
        .flatMap(claims -> role(organisation, claims).map(role -> active(claims, role)))
        .orElse(INACTIVE);
  }

  /** Of whoever the token speaks for; empty if it does no longer. */
  private Optional<Role> role(String organisation, JWTClaimsSet claims) {
    if (claims.getClaim("grant_id") instanceof String grant) {
      return transactions.in(
          organisation,
          () ->
              grants
                  .findByIdOptional(grant)
                  .filter(found -> !found.revoked())
                  .flatMap(found -> organisations.member(organisation, found.userId))
                  .map(Member::role));
    }
    Optional<Role> machine =
        clients
            .find(String.valueOf(claims.getClaim("client_id")))
            .filter(client -> client.organisation().filter(organisation::equals).isPresent())
            .flatMap(Client::role);
    boolean good =
        transactions.in(
            organisation,
            () ->
                !revocations.revoked(claims.getJWTID())
                    && organisations.find(organisation).filter(Organisation::suspended).isEmpty());
    return machine.filter(_ -> good);
  }

  private static TokenIntrospectionSuccessResponse active(JWTClaimsSet claims, Role role) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(Scope.parseList(String.valueOf(claims.getClaim("scope"))));
    scopes.retainAll(role.scopes());
    return new TokenIntrospectionSuccessResponse.Builder(true)
        .scope(com.nimbusds.oauth2.sdk.Scope.parse(Scope.format(scopes)))
        .clientID(new ClientID(String.valueOf(claims.getClaim("client_id"))))
        .tokenType(AccessTokenType.BEARER)
        .expirationTime(claims.getExpirationTime())
        .issueTime(claims.getIssueTime())
        .subject(new Subject(claims.getSubject()))
        .audience(Audience.create(claims.getAudience()))
        .issuer(new Issuer(claims.getIssuer()))
        .jwtID(new JWTID(claims.getJWTID()))
        .parameter("org", claims.getClaim("org"))
        .build();
  }
}
