package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The REST API of one origin as one caller.
 *
 * @param bearer an API key or an access token; empty for a caller who shows none
 */
public record Rest(String origin, String bearer) {
  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  public Answer post(String path, Map<String, ?> body) {
    return send("POST", path, json(body));
  }

  public Answer put(String path, Map<String, ?> body) {
    return send("PUT", path, json(body));
  }

  public Answer patch(String path, Map<String, ?> body) {
    return send("PATCH", path, json(body));
  }

  /** What was made, which has an {@code id}. */
  public JsonNode create(String path, Map<String, ?> body) {
    return post(path, body).expect(201).json();
  }

  /** What is there. */
  public JsonNode read(String path) {
    return get(path).expect(200).json();
  }

  /** What is there, line by line, however long it is; to be closed. */
  public Stream<String> lines(String path) {
    return Http.lines(request("GET", path, BodyPublishers.noBody()), 200);
  }

  private Answer send(String method, String path, BodyPublisher body) {
    return Http.send(request(method, path, body));
  }

  private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .method(method, body);
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return request;
  }

  private static BodyPublisher json(Map<String, ?> body) {
    return BodyPublishers.ofString(Answer.JSON.valueToTree(body).toString());
  }
}
