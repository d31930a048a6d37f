package dev.gatehouse.launcher.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The definitions of the tools, and the calls of them with arguments that fit. */
final class DemoTools {
  // Not the mapper of stored documents: a number such as 1e999999999 has to end as infinity here.
  private static final JsonMapper MAPPER = new JsonMapper();

  private record Callable(DemoTool tool, JsonSchema input) {}

  private final Notes notes = new Notes();
  private final JsonNode definitions;
  private final Map<String, Callable> tools = new HashMap<>();

  DemoTools() {
    definitions = read();
    JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build();
    for (DemoTool tool : DemoTool.values()) {
      JsonNode input = definition(tool.id()).path("inputSchema");
      tools.put(tool.id(), new Callable(tool, schemas.getSchema(input, config)));
    }
  }

  private JsonNode definition(String name) {
    for (JsonNode definition : definitions) {
      if (definition.path("name").asText().equals(name)) {
        return definition;
      }
    }
    throw new IllegalStateException("tools.json lacks " + name);
  }

  private static JsonNode read() {
    try (InputStream in = DemoTools.class.getResourceAsStream("tools.json")) {
      return MAPPER.readTree(requireNonNull(in, "tools.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An array of {@code Tool}. */
  JsonNode definitions() {
    return definitions;
  }

  /**
   * Calls a tool; arguments that do not fit are a result that says so.
   *
   * @param arguments a JSON object; empty for none
   * @return empty if there is no such tool
   */
  Optional<DemoResult> call(String name, byte[] arguments) {
    return Optional.ofNullable(tools.get(name)).map(callable -> call(callable, arguments));
  }

  private DemoResult call(Callable callable, byte[] arguments) {
    JsonNode object = parse(arguments);
    Set<ValidationMessage> faults = callable.input().validate(object);
    if (!faults.isEmpty()) {
      return DemoResult.error(
          faults.stream()
              .map(ValidationMessage::getMessage)
              .sorted()
              .collect(Collectors.joining("; ", "Invalid arguments: ", "")));
    }
    return callable.tool().call(object, notes);
  }

  private static JsonNode parse(byte[] arguments) {
    try {
      return arguments.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the envelope's scanner has read them as JSON
    }
  }
}
