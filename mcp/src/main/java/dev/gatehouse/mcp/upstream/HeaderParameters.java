package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Arguments that a modern upstream wants to see as {@code Mcp-Param-*} headers too, as its input
 * schema marks them by {@code x-mcp-header} (2026-07-28, Streamable HTTP). Made once per tool
 * definition.
 */
public record HeaderParameters(List<Parameter> parameters) {

  /**
   * @param path keys from the root of the arguments to the value
   */
  public record Parameter(String header, List<String> path) {}

  public static final HeaderParameters NONE = new HeaderParameters(List.of());

  private static final String MARK = "x-mcp-header";
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

  /** Keywords whose value is an instance and not a schema. */
  private static final Set<String> DATA = Set.of("default", "const", "enum", "examples");

  private static final JsonMapper MAPPER = new JsonMapper();

  /** Empty if a mark breaks a rule; such a tool must be left out of the list. */
  public static Optional<HeaderParameters> of(JsonNode inputSchema) {
    List<Parameter> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    return !inputSchema.has(MARK) && collect(inputSchema, List.of(), true, found, names)
        ? Optional.of(new HeaderParameters(List.copyOf(found)))
        : Optional.empty();
  }

  private static boolean collect(
      JsonNode schema,
      List<String> path,
      boolean reachable,
      List<Parameter> found,
      Set<String> names) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      JsonNode value = entry.getValue();
      if (entry.getKey().equals("properties") && reachable && value.isObject()) {
        if (!collectProperties(value, path, found, names)) {
          return false;
        }
      } else if (!DATA.contains(entry.getKey()) && !collectBelow(value, path, found, names)) {
        return false;
      }
    }
    return true;
  }

  private static boolean collectProperties(
      JsonNode properties, List<String> path, List<Parameter> found, Set<String> names) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      List<String> below = new ArrayList<>(path);
      below.add(property.getKey());
      JsonNode schema = property.getValue();
      if (schema.has(MARK)) {
        String name = schema.get(MARK).asText();
        if (!schema.get(MARK).isTextual()
            || !TOKEN.matcher(name).matches()
            || !TYPES.contains(schema.path("type").asText())
            || !names.add(name.toLowerCase(Locale.ROOT))) {
          return false;
        }
        found.add(new Parameter(McpHeader.PARAM_PREFIX + name, List.copyOf(below)));
      }
      if (!collect(schema, below, true, found, names)) {
        return false;
      }
    }
    return true;
  }

  /** Below any other keyword a mark is against the rules. */
  private static boolean collectBelow(
      JsonNode value, List<String> path, List<Parameter> found, Set<String> names) {
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (!collectBelow(element, path, found, names)) {
          return false;
        }
      }
      return true;
    }
    return !value.isObject() || (!value.has(MARK) && collect(value, path, false, found, names));
  }

  /** Values by header name, not yet encoded; what is absent or null has none. */
  public Map<String, String> values(byte[] body, Span arguments) {
    if (parameters.isEmpty() || !arguments.present()) {
      return Map.of();
    }
    JsonNode tree = read(body, arguments);
    Map<String, String> values = new HashMap<>();
    for (Parameter parameter : parameters) {
      JsonNode value = tree;
      for (String key : parameter.path()) {
        value = value.path(key);
      }
      if (value.isValueNode() && !value.isNull()) {
        values.put(parameter.header(), value.asText());
      }
    }
    return values;
  }

  private static JsonNode read(byte[] body, Span arguments) {
    try {
      return MAPPER.readTree(body, arguments.start(), arguments.length());
    } catch (IOException e) {
      return MAPPER.missingNode(); // the upstream refuses the arguments itself
    }
  }
}
