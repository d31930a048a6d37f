package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The tools of the demo upstream: small, offline and harmless. */
enum DemoTool {
  ECHO(
      "echo",
      "Echo",
      "Returns the message that it is given.",
      """
      {"message": {"type": "string", "description": "What to return"}}
      """,
      List.of("message"),
      arguments -> required(arguments, "message", JsonNode::isTextual, "a string").asText()),

  ADD(
      "add",
      "Add",
      "Adds two numbers.",
      """
      {"a": {"type": "number"}, "b": {"type": "number"}}
      """,
      List.of("a", "b"),
      arguments -> {
        return plain(number(arguments, "a").add(number(arguments, "b")));
      }),

  CURRENT_TIME(
      "current_time",
      "Current time",
      "Tells the time of now in a time zone.",
      """
      {"timezone": {"type": "string", "description": "IANA name, for example Europe/Zurich; UTC if absent"}}
      """,
      List.of(),
      arguments -> {
        try {
          var zone = ZoneId.of(arguments.path("timezone").asText("UTC"));
          return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.now(zone));
        } catch (DateTimeException e) {
          throw new IllegalArgumentException("timezone must be an IANA name.", e);
        }
      }),

  WORD_COUNT(
      "word_count",
      "Word count",
      "Counts the words of a text.",
      """
      {"text": {"type": "string"}}
      """,
      List.of("text"),
      arguments -> {
        var text = required(arguments, "text", JsonNode::isTextual, "a string").asText().strip();
        return Integer.toString(text.isEmpty() ? 0 : text.split("\\s+").length);
      });

  /** Numbers like 1e999999999 would cost as many digits to add. */
  private static final int LARGEST_SCALE = 400;

  private final String id;
  private final ObjectNode definition;
  private final Function<JsonNode, String> work;

  DemoTool(
      String id,
      String title,
      String description,
      String properties,
      List<String> required,
      Function<JsonNode, String> work) {
    this.id = id;
    this.definition = definition(id, title, description, properties, required);
    this.work = work;
  }

  private static ObjectNode definition(
      String id, String title, String description, String properties, List<String> required) {
    var definition = Json.mapper().createObjectNode();
    definition.put("name", id).put("title", title).put("description", description);
    var schema = definition.putObject("inputSchema").put("type", "object");
    try {
      schema.set("properties", Json.mapper().readTree(properties));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    required.forEach(schema.putArray("required")::add);
    schema.put("additionalProperties", false);
    definition
        .putObject("annotations")
        .put("readOnlyHint", true)
        .put("idempotentHint", true)
        .put("openWorldHint", false);
    return definition;
  }

  static Optional<DemoTool> find(String id) {
    return Arrays.stream(values()).filter(tool -> tool.id.equals(id)).findFirst();
  }

  String id() {
    return id;
  }

  /** As it stands in {@code tools/list}. */
  ObjectNode definition() {
    return definition.deepCopy();
  }

  /**
   * Does what the tool is for.
   *
   * @throws IllegalArgumentException if an argument is missing or of the wrong kind; the message is
   *     for the caller
   */
  String call(JsonNode arguments) {
    return work.apply(arguments);
  }

  private static JsonNode required(
      JsonNode arguments, String name, Predicate<JsonNode> fits, String kind) {
    var value = arguments.path(name);
    if (!fits.test(value)) {
      throw new IllegalArgumentException(name + " must be " + kind + ".");
    }
    return value;
  }

  private static BigDecimal number(JsonNode arguments, String name) {
    var number = required(arguments, name, JsonNode::isNumber, "a number").decimalValue();
    if (Math.abs((long) number.scale()) > LARGEST_SCALE) {
      throw new IllegalArgumentException(name + " is too large or too small.");
    }
    return number;
  }

  private static String plain(BigDecimal sum) {
    return sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
  }
}
