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
    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION);

    assertThat(sessions(Duration.ofHours(1)).find(id, caller, gateway)).contains(VERSION);
  }

  @Test
  void aSessionOfAnotherKeyIsUnknown() throws Exception {
    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION);
    keyFile = key("other");

    assertThat(sessions(Duration.ofHours(1)).find(id, caller, gateway)).isEmpty();
  }

  @Test
  void aSessionIsOneCallersAtOneGateway() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION);
    Caller other = PrincipalFixture.ofUserAndKey("o", "other", "k").caller();

    assertThat(sessions.find(id, other, gateway)).isEmpty();
    assertThat(sessions.find(id, caller, GatewayFixture.gateway("o", "g2"))).isEmpty();
  }

  @Test
  void aSessionEnds() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION);

    assertThat(sessions.end(id, caller, gateway)).isTrue();

    assertThat(sessions.find(id, caller, gateway)).isEmpty();
    assertThat(sessions.end(id, caller, gateway)).isFalse();
  }

  @Test
  void anotherSpellingOfAnEndedSessionsIdIsUnknownToo() throws Exception {
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION);
    sessions.end(id, caller, gateway);
    char last = id.charAt(id.length() - 1);
    for (char other = 'A'; other <= 'z'; other++) {
      String spelling = id.substring(0, id.length() - 1) + other;

      assertThat(
              other == last ? java.util.Optional.empty() : sessions.find(spelling, caller, gateway))
          .isEmpty();
    }
  }

  @Test
  void aSessionExpires() throws Exception {
    Sessions sessions = sessions(Duration.ZERO);
    String id = sessions.open(caller, gateway, VERSION);

    assertThat(sessions.find(id, caller, gateway)).isEmpty();
  }

  private Sessions sessions(Duration lifetime) throws Exception {
    return new Sessions(new SessionKey(keyFile), () -> lifetime);
  }

  private Path key(String name) throws JOSEException, java.io.IOException {
    Path file = directory.resolve(name);
    return Files.writeString(
        file, new ECKeyGenerator(Curve.P_256).keyID("gateway").generate().toJSONString());
  }
}
