package dev.gatehouse.audit.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Reads a stream of events as a browser's EventSource does. */
final class LiveClient implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpResponse<Stream<String>> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  record Event(String name, String id, JsonNode data) {}

  private LiveClient(HttpRequest request) throws IOException, InterruptedException {
    response = http.send(request, BodyHandlers.ofLines());
    Thread.ofVirtual().start(this::read);
  }

  static LiveClient open(String url, String bearer, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + bearer)
            .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      LiveClient client = new LiveClient(request.build());
      if (client.status() == 200) {
        client.await("open", 1);
      }
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return response.statusCode();
  }

  private void read() {
    String name = "";
    String id = "";
    StringBuilder data = new StringBuilder();
    try (Stream<String> lines = response.body()) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(name, id, Json.mapper().readTree(data.toString())));
          data.setLength(0);
        }
      }
    } catch (IOException | RuntimeException e) {
      // called off
    }
    ended = true;
  }

  /** The events of a name, once there are so many. */
  List<Event> await(String name, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> of(name).size() >= count);
    return of(name);
  }

  List<Event> of(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
