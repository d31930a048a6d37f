package dev.gatehouse.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.policy.Permissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 25})
  void pagesTogetherHaveEveryToolOnce(int count) throws IOException {
    Listing listing = listing(count);
    List<String> names = new ArrayList<>();
    String cursor = null;

    do {
      JsonNode page = read(listing.page(cursor, 10, Era.LEGACY));
      page.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
      cursor = page.path("nextCursor").textValue();
    } while (cursor != null);

    assertThat(names).hasSize(count).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aCursorStaysGoodWhenToolsComeAndGo() throws IOException {
    String cursor = read(listing(25).page(null, 10, Era.LEGACY)).path("nextCursor").asText();
    Listing changed = new Listing("tools", List.of(tool("t05"), tool("t09b"), tool("t11")));

    JsonNode page = read(changed.page(cursor, 10, Era.LEGACY));

    assertThat(page.path("tools"))
        .extracting(t -> t.path("name").asText())
        .containsExactly("t09b", "t11");
  }

  @Test
  void modernPagesSayHowLongAndForWhomTheyAreGood() throws IOException {
    JsonNode page = read(listing(1).page(null, 10, Era.MODERN));

    assertThat(page.path("resultType").asText()).isEqualTo("complete");
    assertThat(page.path("ttlMs").asInt(-1)).isZero();
    assertThat(page.path("cacheScope").asText()).isEqualTo("private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "bm9uZQ", "10"})
  void knowsNoCursorButItsOwn(String cursor) {
    assertThat(listing(5).page(cursor, 10, Era.LEGACY)).isEmpty();
  }

  @Test
  void aPageIsMadeOnce() {
    Listing listing = listing(25);
    byte[] first = listing.page(null, 10, Era.LEGACY).orElseThrow();

    byte[] second = listing.page(null, 10, Era.LEGACY).orElseThrow();

    assertThat(second).isSameAs(first);
  }

  @Test
  void aCallerSeesWhatItMayCall() throws IOException {
    Gateway gateway =
        GatewayFixture.gateway(
            "o",
            "g1",
            GatewayFixture.tool("r", Scope.READ),
            GatewayFixture.tool("w", Scope.WRITE),
            GatewayFixture.tool("a", Scope.ADMIN));
    Caller editor =
        new Caller("u", null, null, null, "o", Role.EDITOR, Set.of(Scope.values()), null);

    JsonNode page = read(gateway.listing(Permissions.of(editor, "g1")).page(null, 10, Era.LEGACY));

    assertThat(page.path("tools"))
        .extracting(t -> t.path("name").asText())
        .containsExactly("r", "w");
  }

  @Test
  void toolsAreInTheOrderThatTheGatewaysOwnersGave() throws IOException {
    Gateway gateway =
        GatewayFixture.gateway(
            "o",
            "g1",
            GatewayFixture.tool("a", Scope.READ, 7),
            GatewayFixture.tool("b", Scope.READ, 2),
            GatewayFixture.tool("c", Scope.READ, 7));
    Caller viewer =
        new Caller("u", null, null, null, "o", Role.VIEWER, Set.of(Scope.values()), null);
    Listing listing = gateway.listing(Permissions.of(viewer, "g1"));

    JsonNode first = read(listing.page(null, 2, Era.LEGACY));
    JsonNode second = read(listing.page(first.path("nextCursor").asText(), 2, Era.LEGACY));

    assertThat(first.path("tools"))
        .extracting(t -> t.path("name").asText())
        .containsExactly("b", "a");
    assertThat(second.path("tools")).extracting(t -> t.path("name").asText()).containsExactly("c");
  }

  private static Listing listing(int count) {
    return new Listing(
        "tools", IntStream.range(0, count).mapToObj(i -> tool("t%02d".formatted(i))).toList());
  }

  private static GatewayTool tool(String name) {
    return GatewayFixture.tool(name, Scope.READ);
  }

  private static JsonNode read(Optional<byte[]> page) throws IOException {
    return Json.mapper().readTree(page.orElseThrow());
  }
}
