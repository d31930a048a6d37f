package dev.gatehouse.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Definitions of tools for upstreams of tests. */
public final class Samples {
  private Samples() {}

  /** A definition with a name and a description. */
  public static String tool(String name, String description) {
    return Json.mapper()
        .createObjectNode()
        .put("name", name)
        .put("description", description)
        .<com.fasterxml.jackson.databind.node.ObjectNode>set(
            "inputSchema", Json.mapper().createObjectNode().put("type", "object"))
        .toString();
  }

  /** The tools of a real server. */
  public static List<String> of(String server) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Samples.class.getResourceAsStream("/tool-lists.jsonl"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode list = Json.mapper().readTree(line);
        if (list.path("server").asText().equals(server)) {
          List<String> tools = new ArrayList<>();
          list.path("tools").forEach(definition -> tools.add(definition.toString()));
          return tools;
        }
      }
      throw new IllegalArgumentException("no sample of " + server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
