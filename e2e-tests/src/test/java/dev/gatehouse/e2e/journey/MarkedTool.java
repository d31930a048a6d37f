package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Rest;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of one tool, each with a mark of its own, and what is known of them: as sets.
 *
 * @param sent by the client
 * @param acknowledged the client has their results
 */
record MarkedTool(String name, Set<String> sent, Set<String> acknowledged) {
  MarkedTool(String name) {
    this(name, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
  }

  void call(String url, String key, String note) {
    String mark = AuditTrail.newTrace();
    sent.add(mark);
    String text =
        McpRequest.call(url, name, Map.of("mark", mark, "note", note))
            .modern()
            .bearer(key)
            .header("traceparent", AuditTrail.traceParent(mark))
            .result()
            .at("/content/0/text")
            .asText();
    if (text.contains(mark)) {
      acknowledged.add(mark);
    }
  }

  /** Client ⊆ upstream, where each has come once; returns what has come there. */
  Set<String> assertSeen(WeatherServer upstream) {
    List<String> arrived = upstream.marks(name);
    Set<String> seen = new HashSet<>(arrived);
    assertThat(arrived).as("a call is made once").hasSameSizeAs(seen);
    assertThat(seen).as("what the client was told of was done").containsAll(acknowledged);
    return seen;
  }

  /** Each acknowledged call ended once on record; nothing is there that nobody sent. */
  Recorded assertRecorded(Rest rest) {
    Recorded recorded = Recorded.of(rest, name);
    assertThat(recorded.ids()).as("ids of records").doesNotHaveDuplicates();
    assertThat(sent).as("nothing is on record that nobody sent").containsAll(recorded.marks());
    assertThat(recorded.successes()).containsAll(acknowledged);
    assertThat(recorded.endedMoreThanOnce()).as("records of one call's end").isEmpty();
    return recorded;
  }
}
