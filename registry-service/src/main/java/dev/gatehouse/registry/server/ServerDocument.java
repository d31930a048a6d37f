package dev.gatehouse.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A {@code server.json} document that {@link ServerRules} have passed, as it came. */
public record ServerDocument(ObjectNode json) {
  /** What a publisher says beside the schema; nothing in it is relied on. */
  static final String PROVIDED = "io.modelcontextprotocol.registry/publisher-provided";

  /** A tool as the publisher lists it. */
  public record ListedTool(String name, String description) {}

  public String name() {
    return json.path("name").asText();
  }

  public String version() {
    return json.path("version").asText();
  }

  public String description() {
    return json.path("description").asText();
  }

  public String title() {
    return json.path("title").asText();
  }

  public String namespace() {
    return name().substring(0, name().indexOf('/'));
  }

  public String shortName() {
    return name().substring(name().indexOf('/') + 1);
  }

  public @Nullable String category() {
    String category = provided().path("category").asText();
    return category.isEmpty() || category.length() > 100 ? null : category;
  }

  public String longDescription() {
    return provided().path("longDescription").asText();
  }

  /** {@code stdio}, {@code streamable-http}, {@code sse}: by packages and remotes. */
  public Collection<String> transports() {
    Collection<String> types = new TreeSet<>();
    json.path("remotes").forEach(remote -> types.add(remote.path("type").asText()));
    json.path("packages").forEach(one -> types.add(one.path("transport").path("type").asText()));
    return types;
  }

  public Collection<String> packageTypes() {
    Collection<String> types = new TreeSet<>();
    json.path("packages").forEach(one -> types.add(one.path("registryType").asText()));
    return types;
  }

  public boolean hasRepository() {
    return json.has("repository");
  }

  /** Tools that the publisher lists, as an object by name or as an array. */
  public List<ListedTool> tools() {
    List<ListedTool> tools = new ArrayList<>();
    JsonNode listed = provided().path("tools");
    if (listed.isObject()) {
      listed
          .properties()
          .forEach(tool ->
              tools.add(
                  new ListedTool(tool.getKey(), tool.getValue().path("description").asText())));
    } else {
      listed.forEach(tool ->
          tools.add(
              tool.isTextual()
                  ? new ListedTool(tool.asText(), "")
                  : new ListedTool(tool.path("name").asText(), tool.path("description").asText())));
    }
    return tools;
  }

  private JsonNode provided() {
    return json.path("_meta").path(PROVIDED);
  }
}
