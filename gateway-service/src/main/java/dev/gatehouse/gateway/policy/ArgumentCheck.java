package dev.gatehouse.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input schema of a tool, made ready when the catalogue changes. It comes from an upstream, so
 * it is bounded: nothing is loaded from elsewhere, regular expressions are left out (they could
 * take forever), and a schema that is too large checks nothing: it is the upstream's to enforce.
 * Arguments that would take too long to check do not pass.
 */
public final class ArgumentCheck {
  /** Lets everything pass. */
  public static final ArgumentCheck NONE = new ArgumentCheck(null, 0);

  private static final int MAX_NODES = 5_000;

  /**
   * Nodes of the schema times bytes of the arguments: beyond it the event loop would stand still.
   */
  private static final long MAX_WORK = 20_000_000;

  private static final int MAX_CHARS = 300;
  private static final Set<String> EXPRESSIONS = Set.of("pattern", "patternProperties", "format");
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

  private final @Nullable JsonSchema schema;
  private final long nodes;

  private ArgumentCheck(@Nullable JsonSchema schema, long nodes) {
    this.schema = schema;
    this.nodes = nodes;
  }

  /**
   * @param inputSchema of the tool's definition
   */
  public static ArgumentCheck of(JsonNode inputSchema) {
    if (!inputSchema.isObject()) {
      return NONE;
    }
    try {
      long nodes = SchemaCost.of(inputSchema);
      if (nodes > MAX_NODES) {
        return NONE;
      }
      JsonSchema schema = FACTORY.getSchema(withoutExpressions(inputSchema.deepCopy()));
      schema.initializeValidators();
      return new ArgumentCheck(schema, nodes);
    } catch (JsonSchemaException | StackOverflowError e) {
      return NONE; // a schema that cannot be read is the upstream's to enforce
    }
  }

  /**
   * What is wrong with the arguments, for the model; empty if nothing is.
   *
   * @param to exclusive; an empty range stands for an empty object
   */
  public Optional<String> violation(byte[] bytes, int from, int to) {
    if (schema == null) {
      return Optional.empty();
    }
    try {
      JsonNode arguments =
          from == to
              ? Json.mapper().createObjectNode()
              : Json.mapper().readTree(bytes, from, to - from);
      if (nodes * nodes(arguments, MAX_WORK / nodes + 1) > MAX_WORK) {
        return Optional.of("The arguments are too many to be checked against the tool's schema.");
      }
      return schema
          .validate(arguments, context -> context.getExecutionConfig().setFailFast(true))
          .stream()
          .findFirst()
          .map(ArgumentCheck::text);
    } catch (IOException e) {
      return Optional.of("The arguments cannot be read.");
    } catch (JsonSchemaException | StackOverflowError e) {
      return Optional.of("The arguments cannot be checked against the tool's schema.");
    }
  }

  private static String text(ValidationMessage message) {
    String said = message.getMessage();
    return "The arguments do not fit the tool's schema: "
        + (said.length() <= MAX_CHARS ? said : said.substring(0, MAX_CHARS));
  }

  private static long nodes(JsonNode node, long most) {
    long count = 1;
    for (JsonNode child : node) {
      if (count >= most) {
        break;
      }
      count += nodes(child, most - count);
    }
    return count;
  }

  /** A property may be called "pattern": only keywords with a value of their kind are taken out. */
  private static JsonNode withoutExpressions(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        for (String keyword : EXPRESSIONS) {
          JsonNode value = object.get(keyword);
          if (value != null && (value.isTextual() || keyword.equals("patternProperties"))) {
            object.remove(keyword);
          }
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          if (!DATA.contains(member.getKey())) {
            withoutExpressions(member.getValue());
          }
        }
      }
      case ArrayNode array -> array.forEach(ArgumentCheck::withoutExpressions);
      default -> {}
    }
    return node;
  }
}
