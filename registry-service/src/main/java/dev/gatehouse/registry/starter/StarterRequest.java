package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of a server's ways to be reached is wanted, and what it asks for.
 *
 * @param name of the connector; the server's title or name unless given
 * @param remote index of one of its {@code remotes}
 * @param pkg index of one of its {@code packages}; of neither, the first one that can be used
 */
record StarterRequest(
    @Nullable String name,
    @Nullable Integer remote,
    @JsonProperty("package") @Nullable Integer pkg,
    @Nullable Map<String, String> headers,
    @Nullable Map<String, String> variables,
    @Nullable Map<String, String> environment,
    @Nullable Map<String, String> arguments) {
  static final StarterRequest NOTHING =
      new StarterRequest(null, null, null, null, null, null, null);

  /** What was given, by place and name. */
  Map<String, Map<String, String>> given() {
    Map<String, Map<String, String>> given = new HashMap<>();
    put(given, "headers", headers);
    put(given, "variables", variables);
    put(given, "environment", environment);
    put(given, "arguments", arguments);
    return given;
  }

  private static void put(
      Map<String, Map<String, String>> given, String place, @Nullable Map<String, String> values) {
    if (values != null) {
      given.put(place, values);
    }
  }

  /** Values may be secret. */
  @Override
  public String toString() {
    return "StarterRequest[name=" + name + ", remote=" + remote + ", package=" + pkg + "]";
  }
}
