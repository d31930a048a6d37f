package dev.gatehouse.e2e.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** One HTTP client for all that sends exactly what it is told: no cookies, no redirects. */
final class Http {
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();

  private Http() {}

  static Answer send(HttpRequest.Builder request) {
    return send(CLIENT, request);
  }

  /** The lines of an answer as they come; whoever takes them closes them. */
  static Stream<String> lines(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<Stream<String>> response =
          CLIENT.send(request.timeout(LIMIT).build(), BodyHandlers.ofLines());
      if (response.statusCode() != expected) {
        response.body().close();
        throw new AssertionError(
            "expected %d: %s answered %d"
                .formatted(expected, response.uri(), response.statusCode()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Answer send(HttpClient client, HttpRequest.Builder request) {
    try {
      return Answer.of(client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
