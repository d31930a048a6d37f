package dev.gatehouse.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.GatewayFixture;
import dev.gatehouse.gateway.identity.PrincipalFixture;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.platform.identity.Caller;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  private static final ProtocolVersion VERSION = ProtocolVersion.V2025_06_18;

  private static final ClientCapabilities CAPABILITIES =
      new ClientCapabilities(true, false, false, true, false);

  @TempDir Path directory;
  private final Gateway gateway = GatewayFixture.gateway("o", "g1");
  private final Caller caller = PrincipalFixture.ofUserAndKey("o", "u", "k").caller();
  private Path keyFile;
  private URI address;

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
        .isEqualTo(new Session(id, VERSION, CAPABILITIES, 0, null));
  }

  @Test
  void anotherReplicaKnowsWhereASessionIsHeld() throws Exception {
    address = URI.create("http://10.1.2.3:8080");
    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION, CAPABILITIES);

    Session found = sessions(Duration.ofHours(1)).find(id, caller, gateway);

    assertThat(found).isNotNull().extracting(Session::elsewhere).isEqualTo(address);
  }

  @Test
  void aReplicaHoldsItsOwnSessions() throws Exception {
    address = URI.create("http://10.1.2.3:8080");
    Sessions sessions = sessions(Duration.ofHours(1));
    String id = sessions.open(caller, gateway, VERSION, CAPABILITIES);

    assertThat(sessions.find(id, caller, gateway))
        .isNotNull()
        .extracting(Session::elsewhere)
        .isNull();
  }

  @Test
  void anIdDoesNotShowWhereASessionIsHeld() throws Exception {
    address = URI.create("http://10.1.2.3:8080");

    String id = sessions(Duration.ofHours(1)).open(caller, gateway, VERSION, CAPABILITIES);

    assertThat(new String(Base64.getUrlDecoder().decode(id), StandardCharsets.ISO_8859_1))
        .doesNotContain("10.1.2.3")
        .doesNotContain("8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3:8080", "ftp://10.1.2.3", "http:///path"})
  void anAddressIsAUrlThatCanBeAsked(String wrong) {
    address = URI.create(wrong.startsWith("10.") ? "scheme-less:" + wrong : wrong);

    assertThatThrownBy(() -> sessions(Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gatehouse.replica.address");
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
          public int maxStatesPerPrincipal() {
            return 1;
          }

          @Override
          public Duration answerWithin() {
            return Duration.ofSeconds(1);
          }
        },
        new Replica(() -> Optional.ofNullable(address)));
  }

  private Path key(String name) throws JOSEException, java.io.IOException {
    Path file = directory.resolve(name);
    return Files.writeString(
        file, new ECKeyGenerator(Curve.P_256).keyID("gateway").generate().toJSONString());
  }
}
