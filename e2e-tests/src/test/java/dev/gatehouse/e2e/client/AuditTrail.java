package dev.gatehouse.e2e.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
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
        .filter(record -> record.at("/target/name").asText().equals(tool))
        .filter(record -> !record.path("phase").asText().equalsIgnoreCase("attempt"))
        .toList();
  }

  private List<JsonNode> page(String filter) {
    JsonNode events = rest.read("/api/audit/events?limit=200" + filter).path("events");
    return StreamSupport.stream(events.spliterator(), false).toList();
  }
}
