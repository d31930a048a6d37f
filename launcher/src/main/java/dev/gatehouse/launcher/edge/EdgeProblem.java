package dev.gatehouse.launcher.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/** What the proxy answers itself, RFC 9457. */
enum EdgeProblem {
  NOT_FOUND("not-found", 404, "There is no such thing here"),
  BAD_GATEWAY("service-unreachable", 502, "A part of Gatehouse does not answer");

  private static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPE_BASE = "https://gatehouse.dev/problems/";

  private final String slug;
  private final int status;
  private final String title;

  EdgeProblem(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** Answers a request that is passed to nobody. */
  static void notFound(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(NOT_FOUND.status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .end(NOT_FOUND.body("Nothing is served at this path."));
  }

  /** The answer in place of a service that cannot be reached. */
  static ProxyResponse unreachable(ProxyRequest request) {
    var body = Buffer.buffer(BAD_GATEWAY.body("The service of this path cannot be reached."));
    return request
        .release()
        .response()
        .setStatusCode(BAD_GATEWAY.status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .setBody(Body.body(body));
  }

  private String body(String detail) {
    return new JsonObject()
        .put("type", TYPE_BASE + slug)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .encode();
  }
}
