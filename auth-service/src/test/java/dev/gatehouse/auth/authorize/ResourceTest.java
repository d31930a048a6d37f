package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.security.Origin;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTest {
  private final Resource.Parser parser = new Resource.Parser(new Origin("https://gate.example"));

  @Test
  void readsAnEndpointOfAnOrganisation() {
    assertThat(parse("https://gate.example/mcp/acme/demo"))
        .containsExactly(
            new Resource.Endpoint("https://gate.example/mcp/acme/demo", "acme", "demo"));
  }

  @Test
  void readsTheApi() {
    assertThat(parse("https://gate.example/api"))
        .containsExactly(new Resource.Api("https://gate.example/api"));
  }

  @Test
  void takesUpperCaseHostsAndOneSlashAtTheEnd() {
    assertThat(parse("HTTPS://Gate.Example/mcp/"))
        .containsExactly(new Resource.Management("https://gate.example/mcp"));
  }

  @Test
  void takesTheManagementServerForNone() {
    assertThat(parser.parse(List.of()))
        .contains(new Resource.Management("https://gate.example/mcp"));
  }

  @Test
  void refusesSeveral() {
    URI api = URI.create("https://gate.example/api");
    assertThat(parser.parse(List.of(api, api))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gate.example",
        "https://gate.example/",
        "https://gate.example/other",
        "https://gate.example/mcp/acme",
        "https://gate.example/mcp/acme/demo/more",
        "https://gate.example/mcp/acme/sse",
        "https://gate.example/mcp/Acme/demo",
        "https://gate.example/mcp/acme/../api",
        "https://gate.example/mcp/*/demo",
        "https://gate.example/mcp/acme/demo?x=1",
        "https://gate.example/api//",
        "http://gate.example/api",
        "https://gate.example.evil.example/api",
        "https://gate.example:8443/api",
        "https://other.example/mcp/acme/demo",
        "urn:gatehouse:api"
      })
  void refusesWhatIsNotHere(String uri) {
    assertThat(parse(uri)).isEmpty();
  }

  private List<Resource> parse(String uri) {
    return parser.parse(List.of(URI.create(uri))).stream().toList();
  }
}
