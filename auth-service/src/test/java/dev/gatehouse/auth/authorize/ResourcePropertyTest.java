package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.security.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever resource is asked for: what is found is here, by its canonical URI, and stays so. */
class ResourcePropertyTest {
  private static final String ORIGIN = "https://gate.example";

  private final Resource.Parser parser = new Resource.Parser(new Origin(ORIGIN));

  @Property(tries = 20_000)
  void findsOnlyWhatIsHere(@ForAll("uris") String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return;
    }
    parser
        .parse(List.of(uri))
        .ifPresent(found -> {
          assertThat(found.uri())
              .matches(ORIGIN + "/(mcp|api|mcp/[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*)");
          assertThat(URI.create(found.uri()).getHost()).isEqualTo("gate.example");
          assertThat(parser.parse(List.of(URI.create(found.uri())))).contains(found);
        });
  }

  @Provide
  Arbitrary<String> uris() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            ORIGIN,
            "HTTPS://GATE.example",
            "https://",
            "http://",
            "gate.example",
            "/",
            "//",
            "/mcp",
            "/api",
            "/acme",
            "/demo",
            "/sse",
            "/messages",
            "..",
            "/.",
            "%2f",
            "%2e",
            "?x=1",
            "#f",
            "@",
            ":443",
            ":",
            "a".repeat(70),
            "-",
            "*",
            "\u00e4",
            "",
            "://",
            "urn:");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(5).map(list -> String.join("", list)),
        pieces.list().ofMaxSize(4).map(list -> ORIGIN + "/mcp" + String.join("", list)),
        Arbitraries.strings().ascii().ofMaxLength(30));
  }
}
