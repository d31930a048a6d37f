package dev.gatehouse.e2e.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.e2e.client.Rest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the export says of the calls of one tool, by their traces.
 *
 * @param ids of all records, as often as they are there
 * @param attempts calls whose begin is on record
 * @param ends how often the end of a call is on record
 * @param successes calls that ended well
 */
record Recorded(
    List<String> ids, Set<String> attempts, Map<String, Integer> ends, Set<String> successes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the export as it comes: it may be too long to be held. */
  static Recorded of(Rest rest, String tool) {
    Recorded recorded =
        new Recorded(new ArrayList<>(), new HashSet<>(), new HashMap<>(), new HashSet<>());
    try (Stream<String> lines = rest.lines("/api/audit/export?action=tool.call&tool=" + tool)) {
      lines.filter(line -> !line.isEmpty()).map(Recorded::json).forEach(recorded::add);
    }
    return recorded;
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no line of JSON: " + line, e);
    }
  }

  private void add(JsonNode record) {
    String trace = record.path("traceId").asText();
    ids.add(record.path("id").asText());
    if (record.path("phase").asText().equals("ATTEMPT")) {
      attempts.add(trace);
      return;
    }
    ends.merge(trace, 1, Integer::sum);
    if (record.at("/outcome/status").asText().equals("SUCCESS")) {
      successes.add(trace);
    }
  }

  /** Every call that anything is on record of. */
  Set<String> marks() {
    Set<String> marks = new HashSet<>(attempts);
    marks.addAll(ends.keySet());
    return marks;
  }

  List<String> endedMoreThanOnce() {
    return ends.entrySet().stream()
        .filter(end -> end.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
