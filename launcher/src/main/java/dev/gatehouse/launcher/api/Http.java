package dev.gatehouse.launcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP to one address with one credential. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Short, because who waits for something tries again; a first sync takes a few seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private Http() {}

  /**
   * An answer.
   *
   * @param body JSON; empty object if there was none
   */
  record Answer(int status, JsonNode body) {

    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** What the service says about an error, as part of a sentence. */
    String problem() {
      var detail = body.path("detail").asText(body.path("title").asText(""));
      return "HTTP " + status + (detail.isEmpty() ? "" : ", " + detail);
    }
  }

  /**
   * Sends one request and waits 15 s for the answer.
   *
   * @param header name of the header that carries the credential
   * @throws IOException if there is no answer
   */
  static Answer send(
      String method, String url, String header, String credential, @Nullable Object body)
      throws IOException {
    return send(method, url, header, credential, body, TIMEOUT);
  }

  /**
   * The same with another time to wait.
   *
   * @throws IOException if there is no answer in that time
   */
  static Answer send(
      String method,
      String url,
      String header,
      String credential,
      @Nullable Object body,
      Duration timeout)
      throws IOException {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body));
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, publisher)
            .timeout(timeout)
            .header(header, credential)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .build();
    try {
      var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), parse(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + url, e);
    }
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.mapper().readTree(body.length == 0 ? "{}".getBytes() : body);
    } catch (IOException e) {
      return Json.mapper().createObjectNode();
    }
  }
}
