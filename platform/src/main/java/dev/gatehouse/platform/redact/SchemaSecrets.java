package dev.gatehouse.platform.redact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a JSON Schema marks as secret, by {@code writeOnly} or {@code format:
 * password}, anywhere in it. By name, not by place: the same value is often repeated elsewhere,
 * such as in the text beside a structured result.
 *
 * <p>Each schema is looked at once, and being secret spreads from the marked ones to those that are
 * made of them: the time is that of the document's size, whatever its references make of it.
 */
public final class SchemaSecrets {
  private static final List<String> COMBINATIONS = List.of("anyOf", "oneOf", "allOf");

  private final JsonNode root;
  private final List<JsonNode> propertyLists = new ArrayList<>();
  private final Map<JsonNode, List<JsonNode>> madeOf = new IdentityHashMap<>();
  private final Set<JsonNode> secret = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<JsonNode> spreading = new ArrayDeque<>();

  private SchemaSecrets(JsonNode root) {
    this.root = root;
  }

  public static Set<String> of(JsonNode schema) {
    SchemaSecrets secrets = new SchemaSecrets(schema);
    secrets.visitAll();
    secrets.spread();
    return secrets.names();
  }

  private void visitAll() {
    Deque<JsonNode> left = new ArrayDeque<>();
    left.add(root);
    while (!left.isEmpty()) {
      JsonNode node = left.pop();
      if (node.isObject()) {
        visit(node);
      }
      node.forEach(child -> {
        if (child.isContainerNode()) {
          left.push(child);
        }
      });
    }
  }

  private void visit(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    if (properties.isObject()) {
      propertyLists.add(properties);
    }
    if (schema.path("writeOnly").asBoolean(false)
        || "password".equals(schema.path("format").asText())) {
      mark(schema);
    }
    String reference = schema.path("$ref").asText();
    if (reference.startsWith("#/")) {
      isMadeOf(schema, find(reference.substring(1)));
    }
    isMadeOf(schema, schema.get("items"));
    COMBINATIONS.forEach(name -> schema.path(name).forEach(part -> isMadeOf(schema, part)));
  }

  private void isMadeOf(JsonNode schema, @Nullable JsonNode part) {
    if (part != null && part.isObject()) {
      madeOf.computeIfAbsent(part, ignored -> new ArrayList<>()).add(schema);
    }
  }

  private void mark(JsonNode schema) {
    if (secret.add(schema)) {
      spreading.push(schema);
    }
  }

  private void spread() {
    while (!spreading.isEmpty()) {
      madeOf.getOrDefault(spreading.pop(), List.of()).forEach(this::mark);
    }
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (JsonNode properties : propertyLists) {
      properties
          .properties()
          .forEach(property -> {
            if (secret.contains(property.getValue())) {
              names.add(property.getKey());
            }
          });
    }
    return names;
  }

  private @Nullable JsonNode find(String pointer) {
    try {
      return root.at(pointer);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
