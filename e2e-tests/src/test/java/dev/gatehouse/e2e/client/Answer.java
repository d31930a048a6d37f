package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** An HTTP answer, read to its end. */
public record Answer(String request, int status, HttpHeaders headers, String body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.request().method() + " " + response.uri(),
        response.statusCode(),
        response.headers(),
        response.body());
  }

  /** The answer itself if it has this status. */
  public Answer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("expected %d: %s".formatted(expected, this));
    }
    return this;
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + this, e);
    }
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  @Override
  public String toString() {
    return "%s answered %d %s%n%s".formatted(request, status, header("content-type"), body);
  }
}
