package dev.gatehouse.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerRulesTest {
  private static final String GOOD =
      """
      {"$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
       "name": "com.example/weather", "description": "Forecasts", "version": "1.2.3",
       "title": "Weather", "websiteUrl": "https://example.com/weather",
       "repository": {"url": "https://example.com/code", "source": "github", "id": "1"},
       "icons": [{"src": "https://example.com/i.png", "mimeType": "image/png", "sizes": ["48x48"]}],
       "remotes": [{"type": "streamable-http", "url": "https://{tenant}.example.com/mcp",
         "headers": [{"name": "Authorization", "isRequired": true, "isSecret": true}],
         "variables": {"tenant": {"isRequired": true}}}],
       "packages": [
         {"registryType": "npm", "identifier": "@example/weather", "version": "1.2.3",
          "transport": {"type": "stdio"},
          "packageArguments": [{"type": "named", "name": "--port", "value": "80"},
                               {"type": "positional", "valueHint": "file"}],
          "environmentVariables": [{"name": "KEY", "format": "string", "choices": ["a"]}]},
         {"registryType": "mcpb", "identifier": "https://example.com/a.mcpb",
          "fileSha256": "fe333e598595000ae021bd27117db32ec69af6987f507ba7a63c90638ff633ce",
          "transport": {"type": "stdio"}}],
       "_meta": {"io.modelcontextprotocol.registry/publisher-provided": {"any": [1, 2.50]},
                 "com.example/own": {"x": true}}}
      """;

  private final ServerRules rules = new ServerRules();

  @Test
  void aDocumentWithEverythingIsGood() {
    assertThat(rules.check(Servers.read(GOOD))).isEmpty();
  }

  /**
   * Pointer into the good document, what is put there ({@code -} takes it away), and the error's
   * place.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/name; -; /name",
        "/description; -; /description",
        "/version; -; /version",
        "/name; \"no-slash\"; /name",
        "/name; \"a/b/c\"; /name",
        "/name; \"a b/c\"; /name",
        "/name; 7; /name",
        "/name; null; /name",
        "/description; \"\"; /description",
        "/title; \"\"; /title",
        "/version; \"^1.2.3\"; /version",
        "/version; \"~1.2\"; /version",
        "/version; \">=1.0.0\"; /version",
        "/version; \"1.x\"; /version",
        "/version; \"1.2.*\"; /version",
        "/version; \"1 - 2\"; /version",
        "/version; \"1.2 || 1.3\"; /version",
        "/$schema; \"https://evil.example/s.json\"; /$schema",
        "/websiteUrl; \"not a uri\"; /websiteUrl",
        "/repository/url; -; /repository/url",
        "/repository/source; -; /repository/source",
        "/repository; []; /repository",
        "/icons/0/src; \"http://example.com/i.png\"; /icons/0/src",
        "/icons/0/src; -; /icons/0/src",
        "/icons/0/mimeType; \"text/html\"; /icons/0/mimeType",
        "/icons/0/sizes/0; \"big\"; /icons/0/sizes/0",
        "/remotes; {}; /remotes",
        "/remotes/0/type; \"stdio\"; /remotes/0/type",
        "/remotes/0/type; -; /remotes/0/type",
        "/remotes/0/url; -; /remotes/0/url",
        "/remotes/0/url; \"ftp://example.com\"; /remotes/0/url",
        "/remotes/0/headers/0/name; -; /remotes/0/headers/0/name",
        "/remotes/0/headers/0/isSecret; \"yes\"; /remotes/0/headers/0/isSecret",
        "/remotes/0/variables/tenant; 1; /remotes/0/variables/tenant",
        "/packages/0/registryType; -; /packages/0/registryType",
        "/packages/0/identifier; -; /packages/0/identifier",
        "/packages/0/transport; -; /packages/0/transport",
        "/packages/0/transport/type; \"pipe\"; /packages/0/transport/type",
        "/packages/0/transport/type; \"sse\"; /packages/0/transport/url",
        "/packages/0/version; \"latest\"; /packages/0/version",
        "/packages/0/version; \"1.*\"; /packages/0/version",
        "/packages/0/packageArguments/0/name; -; /packages/0/packageArguments/0/name",
        "/packages/0/packageArguments/1/valueHint; -; /packages/0/packageArguments/1/valueHint",
        "/packages/0/environmentVariables/0/format; \"date\"; /packages/0/environmentVariables/0/format",
        "/packages/0/environmentVariables/0/choices/0; 1; /packages/0/environmentVariables/0/choices/0",
        "/packages/1/fileSha256; -; /packages/1/fileSha256",
        "/packages/1/fileSha256; \"zz\"; /packages/1/fileSha256",
        "/_meta; 1; /_meta",
        "/_meta/io.modelcontextprotocol.registry~1publisher-provided; 1;"
            + " /_meta/io.modelcontextprotocol.registry~1publisher-provided",
        "/_meta/io.modelcontextprotocol.registry~1official; {};"
            + " /_meta/io.modelcontextprotocol.registry~1official",
        "/_meta/com.example~1own/x; \"a\\u0000b\"; /_meta/com.example~1own/x",
        "/title; \"\\ud800\"; /title",
      })
  void whatIsWrongIsNamedByItsPlace(String pointer, String value, String place) {
    ObjectNode document = Servers.read(GOOD);
    change(document, pointer, value);

    List<FieldError> errors = rules.check(document);

    assertThat(errors).extracting(FieldError::pointer).contains(place);
    assertThat(errors).allSatisfy(error -> assertThat(error.detail()).isNotBlank());
  }

  @Test
  void lengthsAndCountsAreLimited() {
    ObjectNode document = Servers.read(GOOD);
    document.put("name", "com.example/" + "a".repeat(200));
    document.put("description", "d".repeat(101));
    document.put("version", "1".repeat(256));
    for (int i = 0; i < 100; i++) {
      document.withArray("packages").add(document.at("/packages/0").deepCopy());
    }

    assertThat(rules.check(document))
        .extracting(FieldError::pointer)
        .contains("/name", "/description", "/version", "/packages");
  }

  @Test
  void depthIsLimited() {
    ObjectNode document = Servers.read(GOOD);
    ObjectNode inside = document.withObject("/_meta/com.example~1own");
    for (int i = 0; i < ServerRules.MAX_DEPTH; i++) {
      inside = inside.putObject("a");
    }

    assertThat(rules.check(document)).extracting(FieldError::pointer).containsExactly("");
  }

  @Test
  void sizeIsLimited() {
    ObjectNode document = Servers.read(GOOD);
    document.withObject("/_meta/com.example~1own").put("x", "x".repeat(ServerRules.MAX_DOCUMENT));

    assertThat(rules.check(document)).extracting(FieldError::pointer).containsExactly("");
  }

  @Test
  void whatIsNoObjectIsNoDocument() {
    assertThat(rules.check(Servers.read(GOOD).path("packages"))).hasSize(1);
  }

  private static void change(ObjectNode document, String pointer, String value) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = document.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1).replace("~1", "/");
    if (parent instanceof ObjectNode object) {
      if (value.equals("-")) {
        object.remove(last);
      } else {
        object.set(last, Servers.read("{\"v\": " + value + "}").get("v"));
      }
    } else {
      ((ArrayNode) parent)
          .set(Integer.parseInt(last), Servers.read("{\"v\": " + value + "}").get("v"));
    }
  }
}
