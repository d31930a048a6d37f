package dev.gatehouse.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The audit trail as one organisation may read it. */
public record AuditTrail(Rest rest) {
  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  /** Every reading of the trail is a record itself. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A W3C trace id, by which one call is told from all others. */
  public static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The {@code traceparent} header of a trace. */
  public static String traceParent(String trace) {
    return "00-" + trace + "-" + trace.substring(0, 16) + "-01";
  }

  /**
   * Waits until the outcome of the one call of this tool in this trace is there.
   *
   * @param tool as the gateway exposes it
   */
  public JsonNode awaitCall(String trace, String tool) {
    return await()
        .atMost(ARRIVAL)
        .pollInterval(PAUSE)
        .until(() -> outcomes(trace, tool), outcomes -> outcomes.size() == 1)
        .getFirst();
  }

  /** Waits until each of these traces has the outcome of its one call of this tool. */
  public void awaitCalls(Collection<String> traces, String tool) {
    await()
        .atMost(ARRIVAL)
        .pollInterval(PAUSE)
        .untilAsserted(() ->
            assertThat(calls(tool))
                .as("one record for each acknowledged call")
                .filteredOn(traces::contains)
                .containsExactlyInAnyOrderElementsOf(traces));
  }

  /** The traces of all calls of a tool, as often as there are records of them. */
  private List<String> calls(String tool) {
    return all("tool.call").stream()
        .filter(record -> isOutcome(record, tool))
        .map(record -> record.path("traceId").asText())
        .toList();
  }

  /** Waits until each run of a connector that is kept is on record, and none is twice. */
  public void awaitRuns(String connector) {
    List<String> kept = rest.read("/api/sync/" + connector + "/runs").findValuesAsText("runId");
    await()
        .atMost(ARRIVAL.multipliedBy(4))
        .pollInterval(PAUSE)
        .untilAsserted(() -> assertThat(runs(connector)).containsAll(kept).doesNotHaveDuplicates());
  }

  /** The ids of all runs of a connector, as often as there are records of them. */
  private List<String> runs(String connector) {
    return all("connector.sync").stream()
        .filter(record -> record.at("/target/id").asText().equals(connector))
        .map(record -> record.at("/detail/run").asText())
        .toList();
  }

  private List<JsonNode> all(String action) {
    List<JsonNode> records = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = rest.read("/api/audit/events?limit=200&action=" + action + cursor);
      page.path("events").forEach(records::add);
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").textValue() : "";
    } while (!cursor.isEmpty());
    return records;
  }

  private static boolean isOutcome(JsonNode record, String tool) {
    return record.at("/target/name").asText().equals(tool)
        && !record.path("phase").asText().equalsIgnoreCase("attempt");
  }

  /** Waits until something of this kind was done to this object. */
  public JsonNode awaitChange(String action, String target) {
    return await()
        .atMost(ARRIVAL)
        .pollInterval(PAUSE)
        .until(() -> changes(action, target), records -> records.size() == 1)
        .getFirst();
  }

  /** The newest records, as many as a page has. */
  public List<JsonNode> newest() {
    return page("");
  }

  private List<JsonNode> changes(String action, String target) {
    return page("&action=" + action).stream()
        .filter(record -> record.at("/target/id").asText().equals(target))
        .toList();
  }

  private List<JsonNode> outcomes(String trace, String tool) {
    return page("&action=tool.call").stream()
        .filter(record -> record.path("traceId").asText().equals(trace))
        .filter(record -> isOutcome(record, tool))
        .toList();
  }

  private List<JsonNode> page(String filter) {
    JsonNode events = rest.read("/api/audit/events?limit=200" + filter).path("events");
    return StreamSupport.stream(events.spliterator(), false).toList();
  }
}
