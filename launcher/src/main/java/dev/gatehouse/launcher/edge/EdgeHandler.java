package dev.gatehouse.launcher.edge;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides who answers a request. */
final class EdgeHandler {
  private static final List<String> ROOT = List.of("");

  private final Map<String, ServiceProxy> proxies = new HashMap<>();

  EdgeHandler(Map<String, URI> serviceUrls, HttpClient client) {
    serviceUrls.forEach(
        (service, url) -> proxies.put(service, new ServiceProxy(service, url, client)));
  }

  void handle(HttpServerRequest request) {
    Optional<List<String>> segments = RequestPath.segments(request.uri());
    if (segments.isEmpty()) {
      EdgeProblem.BAD_REQUEST.answer(
          request, "The path has a form that is not passed on, such as \"..\" or \"//\".");
    } else if (request.authority() == null
        || request.headers().getAll(HttpHeaders.HOST).size() != 1) {
      EdgeProblem.BAD_REQUEST.answer(request, "The Host header is missing, malformed or repeated.");
    } else if (segments.get().equals(ROOT)) {
      answerRoot(request);
    } else {
      pass(request, segments.get());
    }
  }

  private void pass(HttpServerRequest request, List<String> segments) {
    ServiceProxy proxy = RouteTable.serviceOf(segments).map(proxies::get).orElse(null);
    if (proxy == null) {
      EdgeProblem.NOT_FOUND.answer(request, "Nothing is served at this path.");
    } else {
      proxy.handle(request);
    }
  }

  /** For the person who opens the origin in a browser. */
  private static void answerRoot(HttpServerRequest request) {
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      request.response().putHeader("Allow", "GET, HEAD");
      EdgeProblem.METHOD_NOT_ALLOWED.answer(request, "MCP clients use the path /mcp/{org}/{name}.");
      return;
    }
    String origin = request.scheme() + "://" + request.authority();
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("name", "Gatehouse")
                .put("description", "One governed MCP endpoint for the tools of an organisation")
                .put("mcp", origin + "/mcp/{org}/{name}")
                .put("management", origin + "/mcp")
                .put("api", origin + "/api")
                .put("authorization", origin + "/.well-known/oauth-authorization-server")
                .encodePrettily());
  }
}
