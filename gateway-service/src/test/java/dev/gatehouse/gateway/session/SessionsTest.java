package dev.gatehouse.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.GatewayFixture;
import dev.gatehouse.gateway.identity.PrincipalFixture;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.identity.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final ProtocolVersion VERSION = ProtocolVersion.V2025_06_18;

  private static final ClientCapabilities CAPABILITIES =
      new ClientCapabilities(true, false, false, true, false);

  @TempDir Path directory;
  private final Gateway gateway = GatewayFixture.gateway("o", "g1");
  private final Caller caller = PrincipalFixture.ofUserAndKey("o", "u", "k").caller();
  private Path keyFile;

  @BeforeEach
  void aKey() throws Exception {
    keyFile = key("gateway");
  }

  @Test
  void anotherReplicaKnowsASession() throws Exception {
    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION, CAPABILITIES);

    assertThat(sessions(Duration.ofHours(1)).find(id, caller, gateway))
        .isNotNull()
        .usingRecursiveComparison()
        .ignoringFields("openedAtMillis")
        .isEqualTo(new Session(id, VERSION, CAPABILITIES, 0));
  }

  @Test
  void aSessionOfAnotherKeyIsUnknown() throws Exception {
    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION, CAPABILITIES);
    keyFile = key("other");

    assertThat(sessions(Duration.ofHours(1)).find(id, caller, gateway)).isNull();
  }

  @Test
  void aSessionIsOneCallersAtOneGateway() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION, CAPABILITIES);
    Caller other = PrincipalFixture.ofUserAndKey("o", "other", "k").caller();

    assertThat(sessions.find(id, other, gateway)).isNull();
    assertThat(sessions.find(id, caller, GatewayFixture.gateway("o", "g2"))).isNull();
  }

  @Test
  void aSessionEnds() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION, CAPABILITIES);

    assertThat(sessions.end(id, caller, gateway)).isPresent();

    assertThat(sessions.find(id, caller, gateway)).isNull();
    assertThat(sessions.end(id, caller, gateway)).isEmpty();
  }

  @Test
  void anotherSpellingOfAnEndedSessionsIdIsUnknownToo() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION, CAPABILITIES);
    sessions.end(id, caller, gateway);
    char last = id.charAt(id.length() - 1);
    for (char other = 'A'; other <= 'z'; other++) {
      String spelling = id.substring(0, id.length() - 1) + other;

      assertThat(other == last ? null : sessions.find(spelling, caller, gateway)).isNull();
    }
  }

  @Test
  void aSessionExpires() throws Exception {
    Sessions sessions = sessions(Duration.ZERO);
    String id = sessions.open(caller, gateway, VERSION, CAPABILITIES);

    assertThat(sessions.find(id, caller, gateway)).isNull();
  }

  private Sessions sessions(Duration lifetime) throws Exception {
    return new Sessions(
        new SessionKey(keyFile),
        new SessionConfig() {
          @Override
          public Duration lifetime() {
            return lifetime;
          }

          @Override
          public Duration answerWithin() {
            return Duration.ofSeconds(1);
          }
        });
  }

  private Path key(String name) throws JOSEException, java.io.IOException {
    Path file = directory.resolve(name);
    return Files.writeString(
        file, new ECKeyGenerator(Curve.P_256).keyID("gateway").generate().toJSONString());
  }
}
