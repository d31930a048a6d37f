package dev.gatehouse.sync.run;

import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/** Writes what becomes of a run as server-sent events, while it is under way. Used once. */
final class RunNews {
  private static final Logger LOG = Logger.getLogger(RunNews.class);
  private static final Event END = new Event("", "");

  private final OutputStream out;

  /** Upstreams are asked on event loops, which must not wait for a client that reads slowly. */
  private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();

  private record Event(String name, Object data) {}

  RunNews(OutputStream out) {
    this.out = out;
  }

  /** Blocks until the run has ended; a client that has left does not end it. */
  void follow(UUID connector, SyncService service) throws IOException {
    Thread writer = Thread.ofVirtual().name("run-news").start(this::write);
    try {
      waiting.add(new Event("started", Map.of("connector", connector)));
      RunResult result =
          service.run(
              connector,
              (kind, page) ->
                  waiting.add(
                      new Event(
                          "page",
                          Map.of("kind", kind.name().toLowerCase(Locale.ROOT), "page", page))));
      waiting.add(new Event("result", result));
    } catch (ProblemException e) {
      waiting.add(new Event("problem", Map.of("detail", String.valueOf(e.getMessage()))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The answer has begun: there is no status any more that could say so.
      LOG.errorf(e, "A run of connector %s could not be finished", connector);
      waiting.add(new Event("problem", Map.of("detail", "The run could not be finished.")));
    } finally {
      waiting.add(END);
      join(writer);
    }
  }

  private void write() {
    try {
      for (Event event = waiting.take(); event != END; event = waiting.take()) {
        String text =
            "event: %s\ndata: %s\n\n"
                .formatted(event.name(), Json.mapper().writeValueAsString(event.data()));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException | UncheckedIOException e) {
      return; // nobody reads any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread writer) {
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
