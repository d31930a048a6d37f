package dev.gatehouse.audit.live;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a caller may see a stream, to be asked again while it is open.
 *
 * @param expires of the access token; null for a key, which the view knows all about
 * @param tokenId of the access token
 * @param roleOfToken whether the role is what a token of another authorization server says, so that
 *     no membership stands behind it
 */
record Access(
    Caller caller, @Nullable Instant expires, @Nullable String tokenId, boolean roleOfToken) {

  /**
   * @param credential what the request was authenticated by
   */
  static Access of(Caller caller, @Nullable String credential, boolean external) {
    if (caller.apiKey() != null) {
      return new Access(caller, null, null, external);
    }
    if (credential == null) { // another service's word is good for seconds, and not for a stream
      return new Access(caller, Instant.EPOCH, null, external);
    }
    try {
      JWTClaimsSet claims = SignedJWT.parse(credential).getJWTClaimsSet();
      Date end = claims.getExpirationTime();
      Instant expires = end == null ? Instant.EPOCH : end.toInstant();
      return new Access(caller, expires, claims.getJWTID(), external);
    } catch (ParseException e) {
      return new Access(caller, Instant.EPOCH, null, external); // not one that we know the end of
    }
  }

  /** Whether the caller may read the same records still. */
  boolean holds(IdentityView view, Instant now) {
    String key = caller.apiKey();
    if (key != null) {
      return view.foresee(caller.organisation(), key) instanceof KeyCheck.Accepted(Caller then)
          && then.may(Scope.READ)
          && Objects.equals(then.gateway(), caller.gateway());
    }
    OrganisationChanged organisation = view.organisation(caller.organisation());
    return (expires == null || now.isBefore(expires))
        && !view.revoked(caller.grant())
        && !view.revoked(tokenId)
        && organisation != null
        && !organisation.suspended()
        && (roleOfToken || mayByRole(view));
  }

  private boolean mayByRole(IdentityView view) {
    String member = caller.user() != null ? caller.user() : caller.client();
    Role role = member == null ? null : view.role(caller.organisation(), member);
    return role != null && role.scopes().contains(Scope.READ);
  }
}
