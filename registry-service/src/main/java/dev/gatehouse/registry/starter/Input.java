package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a server needs to be told.
 *
 * @param pointer where it goes in the request that makes the connector
 * @param required whether the connector cannot do without
 * @param secret whether it must not be shown where it is typed in. Headers and environment
 *     variables go to the vault in any case; a variable that is a part of a URL or an argument is
 *     stored and shown with the connector, secret or not
 * @param choices what it may be; empty for anything
 */
record Input(
    String pointer,
    @Nullable String description,
    boolean required,
    boolean secret,
    @Nullable String defaultValue,
    @Nullable String placeholder,
    @Nullable String format,
    List<String> choices) {

  /**
   * Reads an input of the schema.
   *
   * @param needed whether it is needed although the document does not say so
   */
  static Input of(String place, String name, JsonNode input, boolean needed) {
    List<String> choices = new ArrayList<>();
    input.path("choices").forEach(choice -> choices.add(choice.asText()));
    return new Input(
        "/" + place + "/" + name.replace("~", "~0").replace("/", "~1"),
        text(input, "description"),
        (needed || input.path("isRequired").asBoolean()) && !input.has("default"),
        input.path("isSecret").asBoolean(),
        text(input, "default"),
        text(input, "placeholder"),
        text(input, "format"),
        List.copyOf(choices));
  }

  private static @Nullable String text(JsonNode input, String field) {
    return input.path(field).isTextual() ? input.path(field).asText() : null;
  }
}
