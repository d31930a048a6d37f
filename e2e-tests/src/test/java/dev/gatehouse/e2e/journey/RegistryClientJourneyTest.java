package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.Answer;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client of the official MCP registry does, at Gatehouse's one origin. */
class RegistryClientJourneyTest {
  private static final int SHIPPED = 4907;

  private static Workspace first;
  private static Workspace other;
  private static Rest anonymous;

  @BeforeAll
  static void theStartCatalogueIsThere(@SharedSuite Suite suite) {
    first = Workspace.first(suite);
    other = first.another("Registry");
    anonymous = new Rest(suite.endpoints().origin(), "");
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> start().hasNonNull("completedAt"));
  }

  private static JsonNode start() {
    for (JsonNode source : first.rest().read("/api/mcp-registry/sources")) {
      if (source.path("name").textValue().equals("start")) {
        return source;
      }
    }
    return first.rest().read("/api/mcp-registry/sources").path("none");
  }

  @Test
  void everyServerIsListedPageByPageWithoutSignIn() {
    List<String> names = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = anonymous.read("/v0.1/servers?limit=100&version=latest&cursor=" + cursor);
      page.path("servers").forEach(one -> names.add(one.at("/server/name").textValue()));
      cursor = page.at("/metadata/nextCursor").asText();
    } while (!cursor.isEmpty());

    assertThat(names).hasSizeGreaterThanOrEqualTo(SHIPPED).doesNotHaveDuplicates();
  }

  @Test
  void aServerIsSearchedAndItsVersionRead() {
    String name =
        anonymous
            .read("/v0.1/servers?search=github-mcp-server&version=latest")
            .at("/servers/0/server/name")
            .textValue();
    String path = "/v0/servers/" + name.replace("/", "%2F") + "/versions";

    assertThat(anonymous.read(path).at("/metadata/count").intValue()).isPositive();
    assertThat(anonymous.read(path + "/latest").at("/server/name").textValue()).isEqualTo(name);
    assertThat(anonymous.get("/v0.1/servers/com.example%2Fnone/versions").expect(404).json())
        .hasSizeGreaterThan(0)
        .anySatisfy(member -> assertThat(member.asText()).contains("not found"));
  }

  @Test
  void theCatalogueIsSearchedByWhatIsMeant() {
    JsonNode found = first.rest().read("/api/mcp-registry/search?q=gihtub&facets=true");

    assertThat(found.path("servers").findValuesAsText("name"))
        .contains("io.github.github/github-mcp-server");
    assertThat(found.at("/metadata/corrected/gihtub").textValue()).isEqualTo("github");
    assertThat(found.at("/facets/packageType")).isNotEmpty();
  }

  @Test
  void whatAnOrganisationPublishesIsItsOwn() {
    String name = "com.example.t" + UUID.randomUUID().toString().replace("-", "") + "/intranet";
    String path = "/v0.1/servers/" + name.replace("/", "%2F") + "/versions/latest";
    Map<String, ?> server =
        Map.of(
            "name",
            name,
            "description",
            "Of one organisation",
            "version",
            "1.0.0",
            "remotes",
            List.of(Map.of("type", "sse", "url", "http://127.0.0.1:9999/sse")));

    first.rest().post("/v0.1/publish", server).expect(200);

    assertThat(first.rest().get(path).status()).isEqualTo(200);
    assertThat(List.of(other.rest().get(path), anonymous.get(path)))
        .extracting(Answer::status)
        .containsOnly(404);
    assertThat(anonymous.post("/v0.1/publish", server).status()).isEqualTo(401);
    assertThat(other.rest().read("/v0.1/servers?search=" + name).path("servers")).isEmpty();
    JsonNode connector =
        first
            .rest()
            .create(
                "/api/mcp-registry/servers/"
                    + name.replace("/", "%2F")
                    + "/versions/1.0.0/connector",
                Map.of("name", "Intranet"));
    assertThat(connector.path("url").textValue()).isEqualTo("http://127.0.0.1:9999/sse");
    first.rest().delete("/api/mcps/" + connector.path("id").textValue());
  }
}
