package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.e2e.client.Workspace;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Several callers that go on calling a tool that changes something and, now and then, one that only
 * reads, each call with a mark of its own. What client, upstream and export know of them is
 * compared as sets.
 */
final class MarkedCalls {
  static final Duration ARRIVAL = Duration.ofMinutes(3);

  /** The export is read anew for each look, and grows with the calls. */
  private static final Duration PER_CALL = Duration.ofMillis(20);

  private static final int CALLERS = 4;

  /** One call in so many only reads. */
  private static final int READING = 5;

  private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

  private final String url;
  private final Workspace workspace;
  private final String note;
  private final Duration pause;

  /** By their names one changes something and the other only reads. */
  private final MarkedTool changing = new MarkedTool("create_alert");

  private final MarkedTool reading = new MarkedTool("list_cities");
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
   * @param url of a gateway that exposes the tools
   * @param note goes along with each call
   * @param pause of each caller between two calls
   */
  static MarkedCalls begin(String url, Workspace workspace, String note, Duration pause) {
    MarkedCalls calls = new MarkedCalls(url, workspace, note, pause);
    calls.callers.forEach(Thread::start);
    return calls;
  }

  /** Calls that change something, as all that is counted here. */
  int sent() {
    return changing.sent().size();
  }

  int acknowledged() {
    return changing.acknowledged().size();
  }

  /** So many more than there are now. */
  void awaitMore(int more) {
    int wanted = acknowledged() + more;
    await().atMost(ARRIVAL).until(() -> acknowledged() >= wanted);
  }

  void end() throws InterruptedException {
    goOn.set(false);
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private void on() {
    for (int i = 1; goOn.get(); i++) {
      try {
        (i % READING == 0 ? reading : changing).call(url, workspace.apiKey(), note);
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

  /**
   * Client ⊆ upstream; each acknowledged call ended once on record; nothing else is there. What
   * changes something was begun on record if it came to the upstream; what reads has one record.
   */
  void awaitSetsAgree(WeatherServer upstream) {
    assertThat(reading.acknowledged()).as("calls that only read").isNotEmpty();
    Set<String> changed = changing.assertSeen(upstream);
    reading.assertSeen(upstream);
    await()
        .atMost(ARRIVAL.plus(PER_CALL.multipliedBy(sent())))
        .pollInterval(Duration.ofSeconds(2))
        // A look that takes long ends nevertheless, and says what was missing.
        .pollInSameThread()
        .ignoreException(UncheckedIOException.class)
        .untilAsserted(() -> {
          assertThat(changing.assertRecorded(workspace.rest()).attempts())
              .as("what was done was begun on record")
              .containsAll(changed);
          assertThat(reading.assertRecorded(workspace.rest()).attempts())
              .as("what only reads is on record when it has ended")
              .isEmpty();
        });
  }

  @Override
  public String toString() {
    return "%d calls sent, %d acknowledged, and %d of %d that only read"
        .formatted(sent(), acknowledged(), reading.acknowledged().size(), reading.sent().size());
  }
}
