package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.backing.BackingServices;
import dev.gatehouse.backing.BackingServices.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * The vault that the black-box tests talk to: the one at the system properties {@code vault.url}
 * and {@code vault.token}, or a local one that is started for them.
 */
record VaultUnderTest(String url, String token) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final VaultUnderTest INSTANCE = find();

  static VaultUnderTest get() {
    return INSTANCE;
  }

  private static VaultUnderTest find() {
    var url = System.getProperty("vault.url");
    if (url != null) {
      return new VaultUnderTest(url, System.getProperty("vault.token"));
    }
    try {
      var vault = BackingServices.start(Part.VAULT).vault();
      return new VaultUnderTest(vault.url(), vault.rootToken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same vault with another token. */
  VaultUnderTest as(String otherToken) {
    return new VaultUnderTest(url, otherToken);
  }

  record Answer(int status, JsonNode body) {
    JsonNode data() {
      return body.path("data");
    }

    String errors() {
      return body.path("errors").toString();
    }
  }

  Answer get(String path) throws Exception {
    return send("GET", path, null, "application/json");
  }

  Answer list(String path) throws Exception {
    return send("LIST", path, null, "application/json");
  }

  Answer delete(String path) throws Exception {
    return send("DELETE", path, null, "application/json");
  }

  /** Posts JSON; single quotes stand for double ones. */
  Answer post(String path, String json) throws Exception {
    return send("POST", path, json.replace('\'', '"'), "application/json");
  }

  Answer patch(String path, String json) throws Exception {
    return send("PATCH", path, json.replace('\'', '"'), "application/merge-patch+json");
  }

  Answer send(String method, String path, String body, String contentType) throws Exception {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/" + path))
            .method(method, publisher)
            .header("Content-Type", contentType);
    if (token != null) {
      request.header("X-Vault-Token", token);
    }
    var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    var text = response.body();
    return new Answer(
        response.statusCode(), text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text));
  }

  /** Mounts a fresh engine and returns its path. */
  String mount(String type) throws Exception {
    var path = type + "-" + UUID.randomUUID();
    var options = type.equals("kv") ? ", 'options': {'version': '2'}" : "";
    post("sys/mounts/" + path, "{'type': '%s'%s}".formatted(type, options));
    return path;
  }

  /** Writes a policy and returns this vault with a token that has only it. */
  VaultUnderTest limitedTo(String policy) throws Exception {
    var name = "policy-" + UUID.randomUUID();
    var body = JSON.writeValueAsString(Map.of("policy", policy));
    send("POST", "sys/policies/acl/" + name, body, "application/json");
    var created =
        post(
            "auth/token/create", "{'policies': ['%s'], 'no_default_policy': true}".formatted(name));
    return as(created.body().path("auth").path("client_token").asText());
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64));
  }
}
