package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every redirect URI, not only for those of the tables. */
class RedirectUrisPropertyTest {
  private static final Set<String> KNOWN = Set.of("cursor", "vscode");

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  @Property(tries = 5_000)
  void matchesItself(@ForAll("uris") String uri) {
    assertThat(RedirectUris.matches(uri, uri)).isTrue();
  }

  @Property(tries = 20_000)
  void matchesNothingElseUnlessBothAreOnLoopback(
      @ForAll("uris") String registered, @ForAll("neighbours") Change change) {
    String requested = change.apply(registered);
    if (!requested.equals(registered) && RedirectUris.matches(registered, requested)) {
      URI asked = URI.create(requested);
      URI known = URI.create(registered);
      assertThat(asked.getScheme().toLowerCase(Locale.ROOT)).isEqualTo("http");
      assertThat(asked.getHost().toLowerCase(Locale.ROOT)).isIn(LOOPBACK);
      assertThat(asked.getHost()).isEqualToIgnoringCase(known.getHost());
      assertThat(asked.getRawPath()).isEqualTo(known.getRawPath());
      assertThat(asked.getRawQuery()).isEqualTo(known.getRawQuery());
      assertThat(asked.getRawFragment()).isNull();
      assertThat(asked.getRawUserInfo()).isNull();
    }
  }

  @Property(tries = 2_000)
  void takesEveryPortOnLoopback(
      @ForAll("loopback") String host, @ForAll @IntRange(min = 1, max = 65_535) int port) {
    assertThat(
            RedirectUris.matches("http://" + host + "/cb", "http://" + host + ":" + port + "/cb"))
        .isTrue();
  }

  @Property(tries = 10_000)
  void readsAnything(@ForAll String registered, @ForAll String requested) {
    assertThatCode(() -> RedirectUris.matches(registered, requested)).doesNotThrowAnyException();
  }

  @Property(tries = 10_000)
  void judgesAnything(@ForAll("uris") String registered, @ForAll("neighbours") Change change) {
    assertThatCode(() -> RedirectUris.flaw(new URI(change.apply(registered)), KNOWN))
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isNull(),
            thrown -> assertThat(thrown).isInstanceOf(URISyntaxException.class));
  }

  /** What is registered goes back to the web by https, or stays on the machine. */
  @Property(tries = 20_000)
  void registersNoPlainHttpButToThisMachine(
      @ForAll("uris") String registered, @ForAll("neighbours") Change change) {
    try {
      URI uri = new URI(change.apply(registered));
      if (RedirectUris.flaw(uri, KNOWN).isEmpty() && "http".equalsIgnoreCase(uri.getScheme())) {
        assertThat(uri.getHost().toLowerCase(Locale.ROOT)).isIn(LOOPBACK);
      }
    } catch (URISyntaxException _) {
      // Not registered.
    }
  }

  /** Puts a piece of text somewhere, in place of some of what was there. */
  record Change(int at, int length, String text) {
    String apply(String uri) {
      int from = Math.floorMod(at, uri.length() + 1);
      int to = Math.min(uri.length(), from + length);
      return uri.substring(0, from) + text + uri.substring(to);
    }
  }

  @Provide
  Arbitrary<String> loopback() {
    return Arbitraries.of(LOOPBACK);
  }

  @Provide
  Arbitrary<String> uris() {
    Arbitrary<String> origins =
        Arbitraries.of(
            "https://app.example",
            "https://app.example:8443",
            "http://127.0.0.1",
            "http://127.0.0.1:3000",
            "http://localhost",
            "http://[::1]:9",
            "cursor://anysphere.cursor-mcp",
            "com.example.app:");
    Arbitrary<String> paths =
        Arbitraries.of("/", "/cb", "/oauth/callback", "/cb?x=1", "/a%2Fb", "/a/../b");
    return Combinators.combine(origins, paths).as((origin, path) -> origin + path);
  }

  @Provide
  Arbitrary<Change> neighbours() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.of(
                "@",
                "@evil.example",
                ":1",
                ":443",
                "/",
                "//",
                "\\",
                "#",
                "#x",
                "?",
                "?y=2",
                "%2e",
                "..",
                ".evil.example",
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "http",
                "https",
                "javascript",
                "\u3002",
                "\u0000",
                " ",
                "\r\n",
                "[::1]",
                "0x7f.1",
                "user:pw@",
                ""),
            Arbitraries.strings().ofMaxLength(3));
    return Combinators.combine(
            Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0, 12), texts)
        .as(Change::new);
  }
}
