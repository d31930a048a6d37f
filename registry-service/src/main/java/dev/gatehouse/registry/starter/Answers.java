package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills a server's inputs with what was given. What is missing or not one of the choices is noted
 * by its place in the request; no message shows a value. Also collects which inputs there are.
 */
final class Answers {
  static final int MAX_VALUE = 8192;
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z_][a-zA-Z0-9_]*)}");

  private final Map<String, Map<String, String>> given;
  private final List<FieldError> errors = new ArrayList<>();
  private final List<Input> inputs = new ArrayList<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param given values by name, by place such as {@code headers}
   */
  Answers(Map<String, Map<String, String>> given) {
    this.given = given;
  }

  /** All inputs that were asked for. */
  List<Input> inputs() {
    return List.copyOf(inputs);
  }

  /** What is wrong with what was given, with what nobody asked for at the end. */
  List<FieldError> errors() {
    List<FieldError> all = new ArrayList<>(errors);
    given.forEach((place, values) ->
        values
            .keySet()
            .forEach(name -> {
              String pointer = Input.of(place, name, NOTHING, false).pointer();
              if (!asked.contains(pointer)) {
                all.add(new FieldError(pointer, "is not something that this server asks for"));
              }
            }));
    return all;
  }

  private static final JsonNode NOTHING = MissingNode.getInstance();

  /**
   * The value of a named input, with its variables filled in; null if it has none and needs none.
   *
   * @param place where its value is in the request, unless the document fixes it
   */
  @Nullable String value(String place, String name, JsonNode input) {
    if (input.path("value").isTextual()) {
      return filled(input.path("value").asText(), input.path("variables"));
    }
    return ask(place, name, input, false);
  }

  /** A template with its variables filled in; what is no variable stays as it is. */
  String filled(String template, JsonNode variables) {
    Matcher matcher = VARIABLE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      JsonNode variable = variables.path(matcher.group(1));
      String value =
          variable.isMissingNode()
              ? matcher.group()
              : variable.path("value").isTextual()
                  ? variable.path("value").asText()
                  : ask("variables", matcher.group(1), variable, true);
      matcher.appendReplacement(text, Matcher.quoteReplacement(value == null ? "" : value));
    }
    return matcher.appendTail(text).toString();
  }

  private @Nullable String ask(String place, String name, JsonNode input, boolean needed) {
    Input one = Input.of(place, name, input, needed);
    if (asked.add(one.pointer())) {
      inputs.add(one);
    }
    String value = given.getOrDefault(place, Map.of()).get(name);
    if (value == null || value.isEmpty()) {
      if (one.required()) {
        note(one.pointer(), "is required");
      }
      return one.defaultValue();
    }
    if (value.length() > MAX_VALUE || value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      note(one.pointer(), "must be one line of at most " + MAX_VALUE + " characters");
    } else if (!one.choices().isEmpty() && !one.choices().contains(value)) {
      note(one.pointer(), "must be one of the choices");
    }
    return value;
  }

  private void note(String pointer, String detail) {
    if (errors.stream().noneMatch(error -> error.pointer().equals(pointer))) {
      errors.add(new FieldError(pointer, detail));
    }
  }
}
