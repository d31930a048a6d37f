package dev.gatehouse.launcher.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyResponse;

/** What the proxy answers itself, RFC 9457. */
enum EdgeProblem {
  BAD_REQUEST("bad-request", 400, "The request cannot be read"),
  NOT_FOUND("not-found", 404, "There is no such thing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not available here"),
  SERVICE_UNREACHABLE("service-unreachable", 502, "A part of Gatehouse does not answer");

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
  void answer(HttpServerRequest request, String detail) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .end(document(detail).toBuffer());
  }

  /** The answer in place of a service that is down or went away before it answered. */
  static ProxyResponse unreachable(String service, ProxyContext context) {
    Buffer body =
        SERVICE_UNREACHABLE
            .document(
                "The service "
                    + service
                    + " does not answer. \"gatehouse status\" shows what runs; \"gatehouse restart "
                    + service
                    + "\" starts it again.")
            .put("service", service)
            .toBuffer();
    return context
        .request()
        .release()
        .response()
        .setStatusCode(SERVICE_UNREACHABLE.status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .setBody(Body.body(body));
  }

  private JsonObject document(String detail) {
    return new JsonObject()
        .put("type", TYPE_BASE + slug)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
  }
}
