package dev.gatehouse.platform.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access token (RFC 9068) whose signature, issuer and expiry hold must fulfil besides, at
 * every resource of Gatehouse: right type, this one audience, not revoked, an active member. A
 * client that acts by itself is its own subject (RFC 9068 section 2.2), and no user.
 */
public final class AccessTokenRules {
  private final IdentityView view;

  public AccessTokenRules(IdentityView view) {
    this.view = view;
  }

  /**
   * @param resource canonical URI of the resource that the token was presented at (RFC 8707)
   */
  public Judged judge(Claims claims, String resource) {
    if (!"at+jwt".equals(claims.type())) {
      return new Judged.Refused("not an access token");
    }
    if (!claims.audience().equals(Set.of(resource))) {
      return new Judged.Refused("the token was issued for another resource");
    }
    if (claims.subject() == null || claims.organisation() == null) {
      return new Judged.Refused("the token names no user or organisation");
    }
    if (view.revoked(claims.grant()) || view.revoked(claims.tokenId())) {
      return new Judged.Refused("the token was revoked");
    }
    var organisation = view.organisation(claims.organisation());
    Role role = view.role(claims.organisation(), claims.subject());
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
            claims.organisation(),
            role,
            scope == null ? Set.of() : Scope.parseList(scope),
            null));
  }

  /**
   * The claims that count.
   *
   * @param type the {@code typ} header
   */
  public record Claims(
      String type,
      @Nullable String subject,
      Set<String> audience,
      @Nullable String organisation,
      @Nullable String client,
      @Nullable String grant,
      @Nullable String tokenId,
      @Nullable String scope) {}

  /** Outcome of {@link #judge}. */
  public sealed interface Judged {
    record Accepted(Caller caller) implements Judged {}

    /**
     * @param reason may be shown to the client
     */
    record Refused(String reason) implements Judged {}
  }
}
