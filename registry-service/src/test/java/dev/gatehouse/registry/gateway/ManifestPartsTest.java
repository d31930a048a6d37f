package dev.gatehouse.registry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import dev.gatehouse.platform.event.EventCodec;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ManifestPartsTest {

  @Property(tries = 100)
  void keepEveryToolInOrderAndEveryRecordSmall(
      @ForAll @Size(max = 100) List<@IntRange(max = 16_000) Integer> descriptionLengths) {
    List<ExposedTool> tools =
        IntStream.range(0, descriptionLengths.size())
            .mapToObj(i -> tool(i, descriptionLengths.get(i)))
            .toList();
    List<List<ExposedTool>> parts = ManifestParts.of(tools);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(tools);
    assertThat(parts).allMatch(part -> recordSize(part) <= 128 * 1024);
  }

  private static ExposedTool tool(int number, int descriptionLength) {
    return new ExposedTool(
        "tool", "hash", "connector", "name" + number, "\"".repeat(descriptionLength), true, null);
  }

  private static int recordSize(List<ExposedTool> part) {
    var event = new GatewayManifestPart("o".repeat(36), "g".repeat(36), 1, Long.MAX_VALUE, part);
    return EventCodec.encode(EventCodec.envelope("registry", event, "t".repeat(55))).length;
  }
}
