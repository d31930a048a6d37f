package dev.gatehouse.platform.identity;

import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access token (RFC 9068) whose signature, issuer and expiry hold must fulfil besides, at
 * every resource of Gatehouse: right type, this one audience, not revoked, an active member. A
 * client that acts by itself is its own subject (RFC 9068 section 2.2), and no user.
 */
public final class AccessTokenRules {
  private final IdentityView view;
  private final Expected expected;

  public AccessTokenRules(IdentityView view, Expected expected) {
    this.view = view;
    this.expected = expected;
  }

  /**
   * What the tokens of the authorization server are like.
   *
   * @param type the {@code typ} header
   * @param audience one that stands for every resource; null where each token is for one
   * @param external whether another server than auth-service issues them: then roles are what the
   *     tokens say, and organisations may be named by their slugs
   */
  public record Expected(String type, @Nullable String audience, boolean external) {
    /** Those of auth-service. */
    public static final Expected OWN = new Expected("at+jwt", null, false);
  }

  /**
   * @param resource canonical URI of the resource that the token was presented at (RFC 8707)
   */
  public Judged judge(Claims claims, String resource) {
    if (!expected.type.equalsIgnoreCase(claims.type())) {
      return new Judged.Refused("not an access token");
    }
    if (!isFor(claims.audience(), resource)) {
      return new Judged.Refused("the token was issued for another resource");
    }
    if (claims.subject() == null || claims.organisation() == null) {
      return new Judged.Refused("the token names no user or organisation");
    }
    if (view.revoked(claims.grant()) || view.revoked(claims.tokenId())) {
      return new Judged.Refused("the token was revoked");
    }
    OrganisationChanged organisation = organisation(claims.organisation());
    Role role =
        expected.external ? claims.role() : view.role(claims.organisation(), claims.subject());
    if (organisation == null || organisation.suspended() || role == null) {
      return new Judged.Refused("the user is no active member of the organisation");
    }
    String scope = claims.scope();
    return new Judged.Accepted(
        new Caller(
            claims.subject().equals(claims.client()) ? null : claims.subject(),
            null,
            claims.client(),
            claims.grant(),
            organisation.organisation(),
            role,
            scope == null ? Set.of() : Scope.parseList(scope),
            null));
  }

  private boolean isFor(Set<String> audience, String resource) {
    return expected.audience == null
        ? audience.equals(Set.of(resource))
        : audience.contains(expected.audience);
  }

  private @Nullable OrganisationChanged organisation(String named) {
    OrganisationChanged byId = view.organisation(named);
    return byId == null && expected.external ? view.organisationBySlug(named) : byId;
  }

  /**
   * The claims that count.
   *
   * @param type the {@code typ} header
   * @param role that the token itself says; of tokens of another server only
   */
  public record Claims(
      String type,
      @Nullable String subject,
      Set<String> audience,
      @Nullable String organisation,
      @Nullable String client,
      @Nullable String grant,
      @Nullable String tokenId,
      @Nullable String scope,
      @Nullable Role role) {}

  /** Outcome of {@link #judge}. */
  public sealed interface Judged {
    record Accepted(Caller caller) implements Judged {}

    /**
     * @param reason may be shown to the client
     */
    record Refused(String reason) implements Judged {}
  }
}
