package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two JSON documents, value by value, each place named by a JSON pointer (RFC 6901). */
final class JsonDifference {
  /** Of more there is little to be read; the definitions themselves are there as well. */
  static final int MAX_CHANGES = 1_000;

  private final List<Change> changes = new ArrayList<>();

  private JsonDifference() {}

  /**
   * @param pointer to the value
   * @param before null if it is new
   * @param after null if it is gone
   */
  record Change(String pointer, @Nullable JsonNode before, @Nullable JsonNode after) {}

  /** The first {@link #MAX_CHANGES} places that differ, in the order of the documents. */
  static List<Change> of(JsonNode before, JsonNode after) {
    JsonDifference difference = new JsonDifference();
    difference.compare("", before, after);
    return List.copyOf(difference.changes);
  }

  private void compare(String pointer, JsonNode before, JsonNode after) {
    if (before.equals(after) || changes.size() >= MAX_CHANGES) {
      return;
    }
    if (before instanceof ObjectNode && after instanceof ObjectNode) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(pointer + "/" + escaped(name), before.path(name), after.path(name));
      }
    } else if (before instanceof ArrayNode && after instanceof ArrayNode) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(pointer + "/" + i, before.path(i), after.path(i));
      }
    } else {
      changes.add(new Change(pointer, present(before), present(after)));
    }
  }

  private static @Nullable JsonNode present(JsonNode value) {
    return value instanceof MissingNode ? null : value;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
