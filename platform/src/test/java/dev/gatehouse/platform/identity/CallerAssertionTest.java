package dev.gatehouse.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.platform.identity.CallerAssertion.Signer;
import dev.gatehouse.platform.identity.CallerAssertion.Verified;
import dev.gatehouse.platform.identity.CallerAssertion.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallerAssertionTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
  private static final Caller CALLER =
      new Caller("u", null, "c", "g", "o", Role.EDITOR, Set.of(Scope.READ), null);

  private ECKey gateway;
  private JWKSet trusted;

  @BeforeEach
  void keys() throws Exception {
    gateway = new ECKeyGenerator(Curve.P_256).keyID("gateway").generate();
    ECKey auth = new ECKeyGenerator(Curve.P_256).keyID("auth").generate();
    trusted = new JWKSet(java.util.List.of(gateway.toPublicJWK(), auth.toPublicJWK()));
  }

  @Test
  void saysWhoSentItAndOnWhoseBehalf() {
    String token = new Signer(gateway, NOW).sign("registry", CALLER);
    assertThat(verify(token, "registry", NOW)).isEqualTo(new Verified.Accepted("gateway", CALLER));
  }

  @Test
  void mayBeAServicesOwn() {
    String token = new Signer(gateway, NOW).sign("registry", null);
    assertThat(verify(token, "registry", NOW)).isEqualTo(new Verified.Accepted("gateway", null));
  }

  @Test
  void isForOneServiceOnly() {
    String token = new Signer(gateway, NOW).sign("audit", CALLER);
    assertThat(verify(token, "registry", NOW)).isInstanceOf(Verified.Rejected.class);
  }

  @Test
  void endsAfterThirtySeconds() {
    String token = new Signer(gateway, NOW).sign("registry", CALLER);
    assertThat(verify(token, "registry", Clock.offset(NOW, Duration.ofSeconds(36))))
        .isInstanceOf(Verified.Rejected.class);
  }

  @Test
  void isNotTakenFromTheFuture() {
    String token =
        new Signer(gateway, Clock.offset(NOW, Duration.ofMinutes(1))).sign("registry", CALLER);
    assertThat(verify(token, "registry", NOW)).isInstanceOf(Verified.Rejected.class);
  }

  @Test
  void isNotTakenFromAnUnknownKey() throws Exception {
    ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
    String token = new Signer(stranger, NOW).sign("registry", CALLER);
    assertThat(verify(token, "registry", NOW)).isInstanceOf(Verified.Rejected.class);
  }

  @Test
  void isNotTakenFromAStrangerWithAKnownName() throws Exception {
    ECKey impostor = new ECKeyGenerator(Curve.P_256).keyID("gateway").generate();
    String token = new Signer(impostor, NOW).sign("registry", CALLER);
    assertThat(verify(token, "registry", NOW)).isInstanceOf(Verified.Rejected.class);
  }

  @Test
  void garbageIsRejectedWithoutAnException() {
    assertThat(verify("a.b.c", "registry", NOW)).isInstanceOf(Verified.Rejected.class);
  }

  private Verified verify(String token, String audience, Clock clock) {
    return new Verifier(trusted, audience, clock).verify(token);
  }
}
