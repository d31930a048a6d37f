package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be set up in a vault before services use it: mounts, policies, tokens. It speaks the
 * public API and serves for a real vault as well. Every call is repeatable.
 *
 * @param url base address without the {@code /v1}
 * @param token one that may manage mounts, policies and tokens
 */
public record VaultAdmin(String url, String token) {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Enables a KV version 2 engine at a path unless something is mounted there. */
  public void enableKv(String path) throws IOException {
    var body = Json.object().put("type", "kv");
    body.putObject("options").put("version", "2");
    enable(path, body);
  }

  /** Enables a Transit engine at a path unless something is mounted there. */
  public void enableTransit(String path) throws IOException {
    enable(path, Json.object().put("type", "transit"));
  }

  private void enable(String path, ObjectNode body) throws IOException {
    if (!send("GET", "sys/mounts", null).path("data").has(path + "/")) {
      send("POST", "sys/mounts/" + path, body);
    }
  }

  /** Writes an ACL policy in HCL or JSON. */
  public void writePolicy(String name, String policy) throws IOException {
    send("POST", "sys/policies/acl/" + name, Json.object().put("policy", policy));
  }

  /**
   * Makes a periodic token with these policies and an id of the caller's choice; one that is there
   * already is renewed and keeps its policies.
   */
  public void ensureToken(String id, Collection<String> policies) throws IOException {
    try {
      send("POST", "auth/token/renew", Json.object().put("token", id));
      return;
    } catch (VaultRefusedException e) {
      // It is not there, or no longer: make it.
    }
    var body = Json.object().put("id", id).put("period", "768h").put("no_parent", true);
    var names = body.putArray("policies");
    policies.forEach(names::add);
    send("POST", "auth/token/create", body);
  }

  /** Makes a token with these policies and returns its id. */
  public String createToken(String... policies) throws IOException {
    var body = Json.object();
    var names = body.putArray("policies");
    List.of(policies).forEach(names::add);
    return send("POST", "auth/token/create", body).path("auth").path("client_token").asText();
  }

  private JsonNode send(String method, String path, @Nullable ObjectNode body) throws IOException {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/" + path))
            .method(method, publisher)
            .timeout(Duration.ofSeconds(20))
            .header("X-Vault-Token", token)
            .header("Content-Type", "application/json")
            .build();
    try {
      var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new VaultRefusedException(
            method + " " + path + " was answered with " + response.statusCode());
      }
      return response.body().length == 0 ? Json.object() : Json.parse(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the vault", e);
    }
  }

  @Override
  public String toString() {
    return "VaultAdmin[url=" + url + "]";
  }
}
