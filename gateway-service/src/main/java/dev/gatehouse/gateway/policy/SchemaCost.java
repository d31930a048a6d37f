package dev.gatehouse.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a validator has to walk: the nodes of a schema, each {@code $ref} replaced by what it refers
 * to. A few dozen definitions that each refer twice to the next come to billions.
 */
final class SchemaCost {
  /** More than anybody can afford. */
  static final long TOO_MUCH = Long.MAX_VALUE / 4;

  private static final int MAX_STEPS = 100_000;
  private static final Set<String> DYNAMIC = Set.of("$dynamicRef", "$recursiveRef");

  private final JsonNode root;
  private final Map<String, Cost> known = new HashMap<>();
  private final Set<String> entered = new HashSet<>();
  private int steps;

  /**
   * @param nodes with references followed, those back to what is being walked counted once
   * @param back the targets of references to what is being walked; two stand for more
   */
  private record Cost(long nodes, List<String> back) {
    static final Cost ONE = new Cost(1, List.of());
    static final Cost UNKNOWN = new Cost(TOO_MUCH, List.of());

    Cost plus(Cost other) {
      return new Cost(
          Math.min(TOO_MUCH, nodes + other.nodes),
          Stream.concat(back.stream(), other.back.stream()).limit(2).toList());
    }
  }

  private SchemaCost(JsonNode root) {
    this.root = root;
  }

  /**
   * Nodes of the schema, references followed. {@link #TOO_MUCH} for a definition that refers to
   * itself in two ways, as that costs a power of the depth of the data, and for references that are
   * not JSON pointers (RFC 6901) into the schema.
   */
  static long of(JsonNode schema) {
    return new SchemaCost(schema).target("").nodes();
  }

  private Cost target(String pointer) {
    Cost before = known.get(pointer);
    if (before != null) {
      return before;
    }
    if (!entered.add(pointer)) {
      return new Cost(1, List.of(pointer));
    }
    JsonNode node = root.at(pointer);
    Cost cost = node.isMissingNode() ? Cost.UNKNOWN : walk(node);
    entered.remove(pointer);
    if (cost.back().size() > 1) {
      cost = Cost.UNKNOWN;
    } else if (cost.back().contains(pointer)) {
      cost = new Cost(cost.nodes(), List.of());
    }
    if (cost.back().isEmpty()) { // else it holds within what is being walked only
      known.put(pointer, cost);
    }
    return cost;
  }

  private Cost walk(JsonNode node) {
    if (++steps > MAX_STEPS) {
      return Cost.UNKNOWN;
    }
    Cost sum = Cost.ONE;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String text = member.getValue().textValue();
      if (text != null && DYNAMIC.contains(member.getKey())
          || text != null && member.getKey().equals("$id") && node != root) {
        return Cost.UNKNOWN;
      }
      sum =
          sum.plus(
              text != null && member.getKey().equals("$ref")
                  ? reference(text)
                  : walk(member.getValue()));
    }
    if (node.isArray()) {
      for (JsonNode child : node) {
        sum = sum.plus(walk(child));
      }
    }
    return sum;
  }

  private Cost reference(String uri) {
    if (!uri.equals("#") && !uri.startsWith("#/")) {
      return Cost.UNKNOWN;
    }
    try {
      return target(URLDecoder.decode(uri.substring(1), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Cost.UNKNOWN; // no percent-encoding
    }
  }
}
