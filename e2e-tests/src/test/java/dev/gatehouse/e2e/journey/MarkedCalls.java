package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.client.AuditTrail;
import dev.gatehouse.e2e.client.McpRequest;
import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Several callers that go on calling a tool that changes something, each call with a mark of its
 * own. What client, upstream and export know of them is compared as sets.
 */
final class MarkedCalls {
  static final Duration ARRIVAL = Duration.ofMinutes(3);
  private static final String TOOL = "create_alert";
  private static final int CALLERS = 4;
  private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

  private final String url;
  private final Workspace workspace;
  private final String note;
  private final Duration pause;
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean goOn = new AtomicBoolean(true);
  private final List<Thread> callers;

  private MarkedCalls(String url, Workspace workspace, String note, Duration pause) {
    this.url = url;
    this.workspace = workspace;
    this.note = note;
    this.pause = pause;
    this.callers =
        IntStream.range(0, CALLERS).mapToObj(i -> Thread.ofVirtual().unstarted(this::on)).toList();
  }

  /**
   * @param url of a gateway that exposes the tool
   * @param note goes along with each call
   * @param pause of each caller between two calls
   */
  static MarkedCalls begin(String url, Workspace workspace, String note, Duration pause) {
    MarkedCalls calls = new MarkedCalls(url, workspace, note, pause);
    calls.callers.forEach(Thread::start);
    return calls;
  }

  int sent() {
    return sent.size();
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** So many more than there are now. */
  void awaitMore(int more) {
    int wanted = acknowledged.size() + more;
    await().atMost(ARRIVAL).until(() -> acknowledged.size() >= wanted);
  }

  void end() throws InterruptedException {
    goOn.set(false);
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private void on() {
    while (goOn.get()) {
      String mark = AuditTrail.newTrace();
      sent.add(mark);
      try {
        JsonNode result =
            McpRequest.call(url, TOOL, Map.of("mark", mark, "note", note))
                .modern()
                .bearer(workspace.apiKey())
                .header("traceparent", AuditTrail.traceParent(mark))
                .result();
        if (result.at("/content/0/text").asText().contains(mark)) {
          acknowledged.add(mark);
        }
        sleep(pause);
      } catch (AssertionError | UncheckedIOException e) {
        sleep(AFTER_FAILURE); // not acknowledged: it may be on record or not
      }
    }
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Client ⊆ upstream ⊆ attempts on record; each acknowledged call ended once; nothing else. */
  void awaitSetsAgree(WeatherServer upstream) {
    List<String> arrived = upstream.marks();
    Set<String> seen = new HashSet<>(arrived);
    assertThat(arrived).as("a call is made once").hasSameSizeAs(seen);
    assertThat(seen).as("what the client was told of was done").containsAll(acknowledged);
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreException(IOException.class)
        .untilAsserted(() -> {
          Recorded recorded = Recorded.of(workspace.rest(), TOOL);
          assertThat(recorded.ids()).as("ids of records").doesNotHaveDuplicates();
          assertThat(recorded.attempts()).as("what was done was begun on record").containsAll(seen);
          assertThat(sent)
              .as("nothing is on record that nobody sent")
              .containsAll(recorded.marks());
          assertThat(recorded.successes()).containsAll(acknowledged);
          assertThat(recorded.endedMoreThanOnce()).as("records of one call's end").isEmpty();
        });
  }
}
