package dev.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that reads an event stream while it is still open; a JSON answer is one event. */
public final class EventReader implements AutoCloseable {
  private static final String END = "\u0000end";

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final HttpResponse<InputStream> response;

  private EventReader(HttpRequest request) {
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  public static EventReader post(
      String path, String credential, Map<String, String> headers, String body) {
    return new EventReader(
        request(path, credential, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  public static EventReader get(String path, String credential, Map<String, String> headers) {
    return new EventReader(request(path, credential, headers).GET().build());
  }

  private static HttpRequest.Builder request(
      String path, String credential, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + credential);
    if (!headers.containsKey("Accept")) {
      request.header("Accept", "application/json, text/event-stream");
    }
    headers.forEach(request::header);
    return request;
  }

  private void read() {
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.startsWith("{")) { // plain JSON instead of a stream
          events.add(line);
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(data.toString());
          data.setLength(0);
        }
      }
    } catch (IOException _) {
      // the stream was closed
    }
    events.add(END);
  }

  public int status() {
    return response.statusCode();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The data of the next event. */
  public String nextData() {
    try {
      String event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public JsonObject next() {
    return new JsonObject(nextData());
  }

  /** Whether the server ends the stream now, without another event. */
  public boolean ends() {
    return nextData().equals(END);
  }

  /** Waits for the server to end the stream, whatever it says before. */
  public void awaitEnd() {
    while (!ends()) {
      // a last event, such as the result of what was asked for
    }
  }

  /** Whether the server has ended the stream by now; what it said before is not looked at. */
  public boolean endedAlready() {
    return events.contains(END);
  }

  /** Breaks the connection off. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
