package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a tool gave.
 *
 * @param text for a person or a model
 * @param structured the same for a program, as the tool's output schema has it; null if it has none
 * @param isError whether it could not be done, with the reason as the text
 */
record DemoResult(String text, @Nullable ObjectNode structured, boolean isError) {

  static DemoResult text(String text) {
    return new DemoResult(text, null, false);
  }

  static DemoResult of(String text, ObjectNode structured) {
    return new DemoResult(text, structured, false);
  }

  static DemoResult error(String reason) {
    return new DemoResult(reason, null, true);
  }

  /** As {@code CallToolResult}. */
  ObjectNode toJson() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    if (structured != null) {
      result.set("structuredContent", structured);
    }
    return isError ? result.put("isError", true) : result;
  }
}
