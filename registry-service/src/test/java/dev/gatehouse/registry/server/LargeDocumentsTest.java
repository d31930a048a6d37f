package dev.gatehouse.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents as large as they may be, in lists: no answer takes more than a bounded memory. */
@RegistryTest
class LargeDocumentsTest {
  private final String namespace = Servers.namespace();
  private Organisation owner;

  @BeforeEach
  void anOrganisation() {
    owner = Organisation.create();
  }

  @Test
  void versionsOfAServerAreBoundedTogether() {
    int published = 0;
    while (publish("/a", "1.0." + published) == 200) {
      published++;
    }

    assertThat(published).isBetween(15, 20);
    assertThat(publish("/b", "1.0.0")).isEqualTo(200);
    String path = "/v0.1/servers/" + Servers.inPath(namespace + "/a") + "/versions";
    List<String> listed =
        owner.request().urlEncodingEnabled(false).get(path).path("servers.server.version");
    assertThat(listed).hasSize(published);
  }

  @Test
  void aPageEndsWhereItIsTooLargeAndTheNextGoesOn() {
    for (int i = 0; i < 22; i++) {
      assertThat(publish("/s" + i, "1.0.0")).isEqualTo(200);
    }

    List<Integer> listed = pages("/v0.1/servers?search=" + namespace + "&limit=100&cursor=");
    List<Integer> found =
        pages("/api/mcp-registry/search?q=namespace:" + namespace + "&limit=100&cursor=");

    assertThat(listed).hasSizeGreaterThan(1);
    assertThat(listed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(22);
    assertThat(found).containsExactly(20, 2);
  }

  private List<Integer> pages(String path) {
    List<Integer> sizes = new ArrayList<>();
    String cursor = "";
    do {
      ObjectNode page =
          Servers.read(owner.request().urlEncodingEnabled(false).get(path + cursor).asString());
      sizes.add(page.path("servers").size());
      cursor = page.at("/metadata/nextCursor").asText();
    } while (!cursor.isEmpty());
    return sizes;
  }

  private int publish(String name, String version) {
    ObjectNode document = Servers.document(namespace + name, version);
    document
        .putObject("_meta")
        .putObject("io.modelcontextprotocol.registry/publisher-provided")
        .put("longDescription", "word ".repeat(45_000));
    return owner.request().body(document.toString()).post("/v0.1/publish").statusCode();
  }
}
