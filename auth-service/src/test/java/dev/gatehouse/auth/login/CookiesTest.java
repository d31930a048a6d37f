package dev.gatehouse.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.platform.security.Origin;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {
  private static final OpaqueToken TOKEN = OpaqueToken.generate();

  @Test
  void belongToThisHostAloneOverHttps() {
    assertThat(hosts(cookies("https://gate.example").session(TOKEN))).isTrue();
    assertThat(hosts(cookies("https://gate.example").of(new Browser(TOKEN, true, null)))).isTrue();
  }

  @Test
  void haveAPlainNameOnLoopback() {
    NewCookie session = cookies("http://localhost:8080").session(TOKEN);
    assertThat(session.getName()).isEqualTo("gatehouse_session");
    assertThat(session.isSecure()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://gate.example", "http://localhost:8080"})
  void areKeptFromScriptsAndOtherSites(String origin) {
    NewCookie session = cookies(origin).session(TOKEN);
    assertThat(session.isHttpOnly()).isTrue();
    assertThat(session.getSameSite()).isEqualTo(NewCookie.SameSite.LAX);
  }

  // What browsers ask of a name with this prefix.
  private static boolean hosts(NewCookie cookie) {
    return cookie.getName().startsWith("__Host-")
        && cookie.isSecure()
        && cookie.getPath().equals("/")
        && cookie.getDomain() == null;
  }

  private static Cookies cookies(String origin) {
    return new Cookies(new Origin(origin), () -> Duration.ofHours(12));
  }
}
