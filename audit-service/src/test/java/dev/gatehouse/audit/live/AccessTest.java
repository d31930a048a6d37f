package dev.gatehouse.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.IdentityEvent;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends a stream that was opened with an access token. */
class AccessTest {
  private final Instant now = Instant.now();
  private final IdentityView view = new IdentityView(Clock.systemUTC(), Duration.ofMinutes(15));
  private final Caller caller =
      new Caller("ann", null, "app", "grant-1", "acme", Role.VIEWER, Set.of(Scope.READ), null);

  @BeforeEach
  void aMember() {
    apply(new OrganisationChanged("acme", "acme", "Acme", true, false));
    apply(new MembershipChanged("acme", "ann", Role.VIEWER, false));
  }

  @Test
  void holdsUntilTheTokenEnds() {
    Access access = Access.of(caller, token(), false);

    assertThat(access.holds(view, now)).isTrue();
    assertThat(access.holds(view, now.plusSeconds(601))).isFalse();
  }

  @Test
  void endsWithTheGrant() {
    apply(new Revoked("acme", Revoked.Kind.GRANT, "grant-1", now.plusSeconds(3600)));

    assertThat(Access.of(caller, token(), false).holds(view, now)).isFalse();
  }

  @Test
  void endsWithTheToken() {
    apply(new Revoked("acme", Revoked.Kind.TOKEN, "token-1", now.plusSeconds(3600)));

    assertThat(Access.of(caller, token(), false).holds(view, now)).isFalse();
  }

  @Test
  void endsWithTheMembership() {
    apply(new MembershipChanged("acme", "ann", Role.VIEWER, true));

    assertThat(Access.of(caller, token(), false).holds(view, now)).isFalse();
  }

  @Test
  void endsWithTheOrganisation() {
    apply(new OrganisationChanged("acme", "acme", "Acme", true, true));

    assertThat(Access.of(caller, token(), false).holds(view, now)).isFalse();
  }

  @Test
  void doesNotHoldForACredentialThatTellsNoEnd() {
    assertThat(Access.of(caller, "opaque", false).holds(view, now)).isFalse();
  }

  @Test
  void doesNotHoldForACallerWithoutACredential() {
    assertThat(Access.of(caller, null, false).holds(view, now)).isFalse();
  }

  private void apply(IdentityEvent event) {
    view.onRecord(event.key(), EventCodec.encode(EventCodec.envelope("auth", event, null)));
  }

  /** Its signature was checked when the request came. */
  private String token() {
    String claims =
        new JWTClaimsSet.Builder()
            .expirationTime(Date.from(now.plusSeconds(600)))
            .jwtID("token-1")
            .build()
            .toString();
    return part("{\"alg\":\"ES256\"}") + "." + part(claims) + "." + part("signature");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
