package dev.gatehouse.auth.token;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.authorize.Resource;
import dev.gatehouse.auth.authorize.Resources;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Grant type {@code client_credentials} (OAuth 2.1 section 4.2): a machine of an organisation acts
 * by itself there, with the role that it was given. It gets no refresh token: it can ask again.
 */
@ApplicationScoped
class ClientCredentials {
  private final Organisations organisations;
  private final Resources resources;
  private final AccessTokens accessTokens;
  private final Transactions transactions;
  private final AuditLog audit;

  ClientCredentials(
      Organisations organisations,
      Resources resources,
      AccessTokens accessTokens,
      Transactions transactions,
      AuditLog audit) {
    this.organisations = organisations;
    this.resources = resources;
    this.accessTokens = accessTokens;
    this.transactions = transactions;
    this.audit = audit;
  }

  TokenResult issue(Issuance.Wish wish) {
    Client client = wish.client();
    if (client.organisation().isEmpty() || client.role().isEmpty()) {
      return new TokenResult.Refused(OAuth2Error.UNAUTHORIZED_CLIENT);
    }
    String organisation = client.organisation().get();
    Role role = client.role().get();
    Optional<Resource> resource =
        resources.find(Objects.requireNonNullElse(wish.request().getResources(), List.<URI>of()));
    return transactions.in(
        organisation,
        () ->
            organisations
                .find(organisation)
                .filter(found -> !found.suspended())
                .map(found -> judge(wish, found, role, resource))
                .orElseGet(() ->
                    refuse(
                        wish,
                        organisation,
                        TokenResult.invalidGrant("The organisation is suspended"),
                        "organisation-suspended")));
  }

  private TokenResult judge(
      Issuance.Wish wish, Organisation organisation, Role role, Optional<Resource> named) {
    Optional<Resource> resource =
        named.filter(
            found -> found.organisationSlug().map(organisation.slug()::equals).orElse(true));
    if (resource.isEmpty()) {
      return refuse(
          wish, organisation.id(), new TokenResult.Refused(OAuth2Error.INVALID_TARGET), "resource");
    }
    Set<Scope> scopes = scopes(wish, role);
    return scopes.isEmpty()
        ? refuse(
            wish, organisation.id(), new TokenResult.Refused(OAuth2Error.INVALID_SCOPE), "scope")
        : issue(wish, organisation, resource.get(), scopes);
  }

  private TokenResult issue(
      Issuance.Wish wish, Organisation organisation, Resource resource, Set<Scope> scopes) {
    String client = wish.client().id();
    audit.add(
        organisation.id(),
        Decided.done(actor(wish), "token.issue", Target.of("client", client, resource.uri()))
            .with("grantType", "client_credentials")
            .with("scope", Scope.format(scopes)));
    return new TokenResult.Issued(
        new Tokens(
            accessTokens.issue(
                wish.key(),
                new AccessTokens.Content(
                    client,
                    client,
                    resource.uri(),
                    organisation.id(),
                    organisation.slug(),
                    null,
                    scopes)),
            null));
  }

  // Empty if it asks for more than it may have: nobody is there to see that it gets less.
  private static Set<Scope> scopes(Issuance.Wish wish, Role role) {
    com.nimbusds.oauth2.sdk.Scope asked = wish.request().getScope();
    Set<Scope> permitted = EnumSet.noneOf(Scope.class);
    permitted.addAll(wish.client().limit(role.scopes()));
    if (asked == null || asked.isEmpty()) {
      permitted.remove(Scope.ADMIN);
      return permitted;
    }
    Set<Scope> wanted = Scope.parseList(asked.toString());
    return permitted.containsAll(wanted) ? wanted : Set.of();
  }

  private TokenResult refuse(
      Issuance.Wish wish, String organisation, TokenResult result, String rule) {
    audit.add(
        organisation,
        Decided.refused(
            actor(wish), "token.issue", Target.of("client", wish.client().id(), null), rule));
    return result;
  }

  private static Actor actor(Issuance.Wish wish) {
    return new Actor(null, wish.client().id(), null, null, null);
  }
}
