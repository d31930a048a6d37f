package dev.gatehouse.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifestPart;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordPartsTest {

  @Property(tries = 100)
  void keepEveryItemInOrderAndEveryRecordSmall(
      @ForAll @Size(max = 100) List<@IntRange(max = 16_000) Integer> descriptionLengths) {
    List<ExposedTool> tools =
        IntStream.range(0, descriptionLengths.size())
            .mapToObj(i -> tool(i, descriptionLengths.get(i)))
            .toList();

    List<List<ExposedTool>> parts = RecordParts.of(tools, 126 * 1024);

    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(tools);
    assertThat(parts).allMatch(part -> recordSize(part) <= 128 * 1024);
  }

  @Property(tries = 100)
  void noPartIsEmptyWhateverTheLimit(
      @ForAll @Size(max = 10) List<@IntRange(max = 200) Integer> lengths,
      @ForAll @IntRange(max = 100) int limit) {
    List<String> items = lengths.stream().map("x"::repeat).toList();

    List<List<String>> parts = RecordParts.of(items, limit);

    assertThat(parts).noneMatch(List::isEmpty);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(items);
  }

  @Example
  void anItemOverTheLimitIsAPartOfItsOwn() {
    List<List<String>> parts = RecordParts.of(List.of("x".repeat(50), "a", "b"), 10);

    assertThat(parts).containsExactly(List.of("x".repeat(50)), List.of("a", "b"));
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
