package dev.gatehouse.launcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public API at the origin, used with an API key as any client would. */
public final class KeyedApi {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(150);

  private final String origin;
  private final String apiKey;

  public KeyedApi(String origin, String apiKey) {
    this.origin = origin;
    this.apiKey = apiKey;
  }

  /**
   * Whether auth-service still takes the key.
   *
   * @throws Failure if it says neither yes nor no
   */
  public boolean isKeyGood() throws IOException {
    var answer = send("GET", "/api/me", null);
    if (!answer.isSuccess() && answer.status() != 401) {
      throw new Failure("GET " + origin + "/api/me does not work: " + answer.problem());
    }
    return answer.isSuccess();
  }

  /**
   * Sends a request until it succeeds, because a new key reaches the services within seconds, not
   * at once. What the service finds wrong with the request itself is not tried again.
   *
   * @throws Failure if it does not succeed
   */
  public JsonNode call(String method, String path, @Nullable Object body) {
    var deadline = Instant.now().plus(PATIENCE);
    String why = "";
    do {
      try {
        var answer = send(method, path, body);
        if (answer.isSuccess()) {
          return answer.body();
        }
        why = answer.problem();
        if (answer.status() == 400 || answer.status() == 409) {
          break;
        }
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    } while (pause() && Instant.now().isBefore(deadline));
    throw new Failure("%s %s%s does not work: %s".formatted(method, origin, path, why));
  }

  /**
   * Sends a request once and waits for the answer: for work that takes its time and that the
   * service does once at a time.
   *
   * @throws Failure if it does not succeed
   */
  public JsonNode once(String method, String path, Duration patience) {
    String why;
    try {
      var answer =
          Http.send(method, origin + path, "Authorization", "Bearer " + apiKey, null, patience);
      if (answer.isSuccess()) {
        return answer.body();
      }
      why = answer.problem();
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    throw new Failure("%s %s%s does not work: %s".formatted(method, origin, path, why));
  }

  /**
   * Calls a tool until it answers.
   *
   * @throws Failure if it never does
   */
  public void awaitTool(String path, String tool, Map<String, Object> arguments) {
    var deadline = Instant.now().plus(PATIENCE);
    var request = Json.mapper().createObjectNode();
    request.put("jsonrpc", "2.0").put("id", 1).put("method", "tools/call");
    request.putObject("params").put("name", tool).set("arguments", toJson(arguments));
    String why = "";
    do {
      try {
        var answer = send("POST", path, request);
        var result = answer.body().path("result");
        if (answer.isSuccess() && result.isObject() && !result.path("isError").asBoolean()) {
          return;
        }
        var error = answer.body().path("error").path("message");
        var text = result.path("content").path(0).path("text");
        why = error.asText(text.asText(answer.problem()));
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
    } while (pause() && Instant.now().isBefore(deadline));
    throw new Failure("The tool %s at %s%s does not answer: %s".formatted(tool, origin, path, why));
  }

  private static JsonNode toJson(Map<String, Object> arguments) {
    return Json.mapper().valueToTree(arguments);
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Http.Answer send(String method, String path, @Nullable Object body) throws IOException {
    return Http.send(method, origin + path, "Authorization", "Bearer " + apiKey, body);
  }
}
