package dev.gatehouse.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a finished {@code text/event-stream} body. */
final class ServerEvents {
  private ServerEvents() {}

  /** The data of the one event that has any. */
  static JsonNode only(String body) {
    List<String> events =
        Stream.of(body.split("\r?\n\r?\n"))
            .map(ServerEvents::data)
            .filter(d -> !d.isEmpty())
            .toList();
    assertThat(events).as("events in %s", body).hasSize(1);
    try {
      return Answer.JSON.readTree(events.getFirst());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }

  private static String data(String event) {
    return event
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .collect(Collectors.joining("\n"));
  }
}
