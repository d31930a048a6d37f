package dev.gatehouse.sync.connect;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An upstream that is protected by an authorization server beside it, as strict as the
 * specification: PKCE, resource, one use of a refresh token. Tells what it was asked.
 */
final class AuthorizationFixture implements AutoCloseable {
  private static final String TOOLS =
      "{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}]}";

  private final HttpServer server;
  private final Map<String, JsonObject> codes = new ConcurrentHashMap<>();
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
  private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
  private final List<JsonObject> authorizations = new CopyOnWriteArrayList<>();
  private final List<JsonObject> tokenRequests = new CopyOnWriteArrayList<>();
  private final List<JsonObject> registrations = new CopyOnWriteArrayList<>();
  private volatile int lifetime = 3600;
  private volatile int counter;
  private volatile int tokenStatus = 200;
  private volatile String tokenBody = "";
  private volatile boolean givesRefreshTokens = true;
  private volatile Runnable onRefresh = () -> {};
  private volatile String neededScope;
  private volatile Consumer<JsonObject> metadata = document -> {};
  private volatile Consumer<JsonObject> resource = document -> {};
  private volatile String answersAs;

  AuthorizationFixture(Vertx vertx) {
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(request ->
                request
                    .body()
                    .onSuccess(body -> {
                      JsonObject form = new JsonObject();
                      if (body.length() > 0 && body.getByte(0) == '{') {
                        form = body.toJsonObject();
                      } else {
                        for (String pair : body.toString().split("&")) {
                          int at = pair.indexOf('=');
                          if (at > 0) {
                            form.put(pair.substring(0, at), decode(pair.substring(at + 1)));
                          }
                        }
                      }
                      handle(request, form);
                    }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String origin() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  String url() {
    return origin() + "/mcp";
  }

  AuthorizationFixture tokensFor(int seconds) {
    lifetime = seconds;
    return this;
  }

  AuthorizationFixture metadata(Consumer<JsonObject> change) {
    metadata = change;
    return this;
  }

  AuthorizationFixture resource(Consumer<JsonObject> change) {
    resource = change;
    return this;
  }

  AuthorizationFixture answeringAs(String issuer) {
    answersAs = issuer;
    return this;
  }

  AuthorizationFixture needing(String scope) {
    neededScope = scope;
    return this;
  }

  AuthorizationFixture refusingTokenRequests(int status) {
    return answeringTokenRequests(status, "{\"error\":\"temporarily_unavailable\"}");
  }

  /** With this and nothing else, until the status is 200 and the body empty. */
  AuthorizationFixture answeringTokenRequests(int status, String body) {
    tokenBody = body;
    tokenStatus = status;
    return this;
  }

  AuthorizationFixture withoutRefreshTokens() {
    givesRefreshTokens = false;
    return this;
  }

  /** Run when a refresh token was taken, before the answer. */
  AuthorizationFixture onRefresh(Runnable action) {
    onRefresh = action;
    return this;
  }

  /** As after a renewal whose answer went nowhere: what was given last is used up. */
  void useUpRefreshTokens() {
    refreshTokens.clear();
  }

  /** Access tokens that are out are good no more; refresh tokens are. */
  void forgetAccessTokens() {
    accessTokens.clear();
  }

  /** The whole grant is good no more. */
  void endGrants() {
    accessTokens.clear();
    refreshTokens.clear();
  }

  List<JsonObject> authorizations() {
    return List.copyOf(authorizations);
  }

  List<JsonObject> tokenRequests(String grant) {
    return tokenRequests.stream()
        .filter(request -> request.getString("grant_type").equals(grant))
        .toList();
  }

  List<JsonObject> registrations() {
    return List.copyOf(registrations);
  }

  /** Every token that was ever given out. */
  Set<String> secrets() {
    Set<String> all = new HashSet<>();
    for (int i = 1; i <= counter; i++) {
      all.add("access-secret-" + i + "-" + server.actualPort());
      all.add("refresh-secret-" + i + "-" + server.actualPort());
    }
    return all;
  }

  private void handle(HttpServerRequest request, JsonObject form) {
    switch (request.path()) {
      case "/.well-known/oauth-protected-resource/mcp" -> {
        JsonObject document =
            new JsonObject()
                .put("resource", url())
                .put("authorization_servers", List.of(origin()))
                .put("scopes_supported", List.of("read"));
        resource.accept(document);
        json(request.response(), 200, document);
      }
      case "/.well-known/oauth-authorization-server" -> {
        JsonObject document =
            new JsonObject()
                .put("issuer", origin())
                .put("authorization_endpoint", origin() + "/authorize")
                .put("token_endpoint", origin() + "/token")
                .put("registration_endpoint", origin() + "/register")
                .put("response_types_supported", List.of("code"))
                .put("code_challenge_methods_supported", List.of("S256"))
                .put("token_endpoint_auth_methods_supported", List.of("none"))
                .put("authorization_response_iss_parameter_supported", true);
        metadata.accept(document);
        json(request.response(), 200, document);
      }
      case "/register" -> {
        registrations.add(form);
        json(request.response(), 201, form.copy().put("client_id", "registered"));
      }
      case "/authorize" -> authorize(request);
      case "/token" -> token(request.response(), form);
      case "/mcp" -> mcp(request, form);
      default -> request.response().setStatusCode(404).end();
    }
  }

  private void authorize(HttpServerRequest request) {
    JsonObject asked = new JsonObject();
    request.params().forEach(pair -> asked.put(pair.getKey(), pair.getValue()));
    authorizations.add(asked);
    String code = "code-" + authorizations.size();
    codes.put(code, asked);
    request
        .response()
        .setStatusCode(302)
        .putHeader(
            "Location",
            asked.getString("redirect_uri")
                + "?code="
                + code
                + "&state="
                + encode(asked.getString("state"))
                + "&iss="
                + encode(answersAs == null ? origin() : answersAs))
        .end();
  }

  private void token(HttpServerResponse response, JsonObject form) {
    tokenRequests.add(form);
    if (tokenStatus != 200 || !tokenBody.isEmpty()) {
      boolean json = tokenBody.startsWith("{");
      response
          .setStatusCode(tokenStatus)
          .putHeader("Content-Type", json ? "application/json" : "text/html")
          .end(tokenBody);
      return;
    }
    boolean good =
        switch (form.getString("grant_type")) {
          case "authorization_code" -> redeems(form);
          case "refresh_token" -> refreshTokens.remove(form.getString("refresh_token"));
          default -> true;
        };
    if (!good || !url().equals(form.getString("resource"))) {
      endGrants(); // reuse of a refresh token ends the whole grant
      json(response, 400, new JsonObject().put("error", "invalid_grant"));
      return;
    }
    if (form.getString("grant_type").equals("refresh_token")) {
      onRefresh.run();
    }
    counter++;
    String access = "access-secret-" + counter + "-" + server.actualPort();
    String refresh = "refresh-secret-" + counter + "-" + server.actualPort();
    accessTokens.add(access);
    JsonObject tokens =
        new JsonObject()
            .put("access_token", access)
            .put("token_type", "Bearer")
            .put("expires_in", lifetime);
    if (givesRefreshTokens && !form.getString("grant_type").equals("client_credentials")) {
      refreshTokens.add(refresh);
      tokens.put("refresh_token", refresh);
    }
    json(response, 200, tokens);
  }

  private boolean redeems(JsonObject form) {
    JsonObject asked = codes.remove(form.getString("code"));
    return asked != null
        && asked.getString("code_challenge_method").equals("S256")
        && asked.getString("code_challenge").equals(challenge(form.getString("code_verifier")))
        && asked.getString("redirect_uri").equals(form.getString("redirect_uri"))
        && (!form.containsKey("client_id")
            || asked.getString("client_id").equals(form.getString("client_id")));
  }

  private void mcp(HttpServerRequest request, JsonObject message) {
    String header = String.valueOf(request.getHeader("Authorization"));
    HttpServerResponse response = request.response();
    if (!header.startsWith("Bearer ") || !accessTokens.contains(header.substring(7))) {
      response.setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end();
    } else if (neededScope != null) {
      response
          .setStatusCode(403)
          .putHeader(
              "WWW-Authenticate",
              "Bearer error=\"insufficient_scope\", scope=\"" + neededScope + "\"")
          .end();
    } else {
      switch (message.getString("method", "")) {
        case "initialize" ->
            result(
                response,
                message,
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"a\",\"version\":\"1\"}}");
        case "tools/list" -> result(response, message, TOOLS);
        case "notifications/initialized" -> response.setStatusCode(202).end();
        default -> response.setStatusCode(400).end();
      }
    }
  }

  private static void result(HttpServerResponse response, JsonObject message, String result) {
    JsonObject answer =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", message.getValue("id"))
            .put("result", new JsonObject(result));
    json(response, 200, answer);
  }

  private static void json(HttpServerResponse response, int status, JsonObject document) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(document.encode());
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
