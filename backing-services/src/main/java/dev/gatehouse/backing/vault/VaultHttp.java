package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Vault's HTTP API: turns HTTP into requests and answers into HTTP. */
final class VaultHttp {

  private static final int MAX_BODY = 32 << 20;
  private static final String ROOT = "/v1/";

  private final Vertx vertx;
  private final Dispatcher dispatcher;
  private volatile boolean sealed;

  VaultHttp(Vertx vertx, Dispatcher dispatcher) {
    this.vertx = vertx;
    this.dispatcher = dispatcher;
  }

  void seal(boolean on) {
    sealed = on;
  }

  void handle(HttpServerRequest http) {
    http.body()
        .onSuccess(body ->
            vertx
                .<Response>executeBlocking(() -> answer(http, body), false)
                .onSuccess(response -> send(http, response))
                .onFailure(failure -> http.response().setStatusCode(500).end()));
  }

  private record Response(int status, @Nullable ObjectNode body) {}

  private Response answer(HttpServerRequest http, Buffer body) {
    try {
      if (body.length() > MAX_BODY) {
        throw Refusal.tooLarge();
      }
      var path = path(http);
      var open = UnauthenticatedPaths.answer(path, http.params()::get, sealed);
      if (open.isPresent()) {
        return new Response(open.get().status(), open.get().body());
      }
      if (sealed) {
        throw Refusal.sealed();
      }
      return response(dispatcher.serve(request(http, path, body)));
    } catch (Refusal refusal) {
      var errors = Json.object();
      errors.set("errors", Json.array(refusal.errors()));
      return new Response(refusal.status(), errors);
    } catch (UncheckedIOException e) {
      var errors = Json.object();
      errors.putArray("errors").add(String.valueOf(e.getMessage()));
      return new Response(500, errors);
    }
  }

  private static String path(HttpServerRequest http) {
    var raw = http.path();
    if (raw == null || !raw.startsWith(ROOT)) {
      throw Refusal.notFound();
    }
    var path =
        URLDecoder.decode(raw.substring(ROOT.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (Arrays.asList(path.split("/", -1)).contains("..")) {
      throw Refusal.badRequest("path cannot contain parent references");
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static VaultRequest request(HttpServerRequest http, String path, Buffer body) {
    Map<String, String> query = new HashMap<>();
    http.params().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
    var type = http.getHeader("Content-Type");
    var mediaType = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return new VaultRequest(
        operation(http, query), path, query, mediaType, json(body), token(http));
  }

  private static Operation operation(HttpServerRequest http, Map<String, String> query) {
    return switch (http.method().name()) {
      case "GET" -> "true".equals(query.get("list")) ? Operation.LIST : Operation.READ;
      case "LIST" -> Operation.LIST;
      case "POST", "PUT" -> Operation.UPDATE;
      case "PATCH" -> Operation.PATCH;
      case "DELETE" -> Operation.DELETE;
      default -> throw Refusal.unsupportedOperation();
    };
  }

  private static @Nullable String token(HttpServerRequest http) {
    var token = http.getHeader("X-Vault-Token");
    if (token != null) {
      return token;
    }
    var authorization = http.getHeader("Authorization");
    return authorization != null && authorization.startsWith("Bearer ")
        ? authorization.substring("Bearer ".length()).strip()
        : null;
  }

  private static ObjectNode json(Buffer body) {
    if (body.length() == 0) {
      return Json.object();
    }
    try {
      if (Json.parse(body.getBytes()) instanceof ObjectNode object) {
        return object;
      }
      throw Refusal.badRequest("failed to parse JSON input: not an object");
    } catch (IOException e) {
      throw Refusal.badRequest("failed to parse JSON input");
    }
  }

  private static Response response(Reply reply) {
    if (reply.status() == 204) {
      return new Response(204, null);
    }
    var body = Json.object();
    if (reply.flat() && reply.data() != null) {
      body.setAll(reply.data());
    }
    body.put("request_id", UUID.randomUUID().toString());
    body.put("lease_id", "").put("renewable", false).put("lease_duration", 0);
    body.set("data", reply.data());
    body.putNull("wrap_info");
    body.set("warnings", reply.warnings().isEmpty() ? null : Json.array(reply.warnings()));
    body.set("auth", reply.auth());
    return new Response(reply.status(), body);
  }

  private static void send(HttpServerRequest http, Response response) {
    var answer = http.response().setStatusCode(response.status());
    answer.putHeader("Cache-Control", "no-store");
    if (response.body() == null) {
      answer.end();
    } else {
      answer
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.bytes(response.body())));
    }
  }
}
