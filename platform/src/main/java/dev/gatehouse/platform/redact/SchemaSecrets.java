package dev.gatehouse.platform.redact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a JSON Schema marks as secret, by {@code writeOnly} or {@code format:
 * password}, anywhere in it. By name, not by place: the same value is often repeated elsewhere,
 * such as in the text beside a structured result.
 */
public final class SchemaSecrets {
  private static final int MAX_DEPTH = 32;

  private final JsonNode root;
  private final Set<String> names = new TreeSet<>();

  private SchemaSecrets(JsonNode root) {
    this.root = root;
  }

  public static Set<String> of(JsonNode schema) {
    SchemaSecrets secrets = new SchemaSecrets(schema);
    secrets.walk(schema, 0);
    return secrets.names;
  }

  private void walk(JsonNode node, int depth) {
    if (depth > MAX_DEPTH || !node.isContainerNode()) {
      return;
    }
    JsonNode properties = node.path("properties");
    properties
        .properties()
        .forEach(property -> {
          if (secret(property.getValue(), 0)) {
            names.add(property.getKey());
          }
        });
    for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
      walk(children.next(), depth + 1);
    }
  }

  private boolean secret(@Nullable JsonNode schema, int depth) {
    if (schema == null || depth > MAX_DEPTH || !schema.isObject()) {
      return false;
    }
    if (schema.path("writeOnly").asBoolean(false)
        || "password".equals(schema.path("format").asText())) {
      return true;
    }
    String reference = schema.path("$ref").asText();
    if (reference.startsWith("#/") && secret(find(reference.substring(1)), depth + 1)) {
      return true;
    }
    if (secret(schema.get("items"), depth + 1)) {
      return true;
    }
    for (String combination : new String[] {"anyOf", "oneOf", "allOf"}) {
      for (JsonNode part : schema.path(combination)) {
        if (secret(part, depth + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable JsonNode find(String pointer) {
    try {
      return root.at(pointer);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
