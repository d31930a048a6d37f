package dev.gatehouse.gateway.forward;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Principal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests of legacy sessions on to the replica that holds what belongs to them, and its
 * answer back as it comes. The client's credential stays here: the other replica is told by an
 * assertion who it is.
 */
@Singleton
public final class Forwarding {
  /** Below it a replica serves the others; never routed from outside. */
  public static final String PREFIX = "/internal";

  /** The client's address, which is believed of a replica only. */
  public static final String CLIENT_ADDRESS = "Gatehouse-Client-Address";

  /** A replica that is there answers at once; one that is gone should not cost its client more. */
  private static final int CONNECT_MILLIS = 2_000;

  /** Longer than any call, and much longer than the pauses of a stream. */
  private static final int IDLE_MILLIS = 15 * 60_000;

  /** Each stream that a client holds open at another replica takes one. */
  private static final int MAX_CONNECTIONS = 10_000;

  /** Of one connection, of the credential, or said anew. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "cookie",
          "expect",
          "host",
          "keep-alive",
          "origin",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> NOT_PASSED_BACK =
      Set.of("connection", "keep-alive", "trailer", "transfer-encoding", "upgrade");

  private final HttpClient http;
  private final Vouching vouching;

  Forwarding(Vertx vertx, Vouching vouching) {
    this.vouching = vouching;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpKeepAlive(true)
                .setTracingPolicy(TracingPolicy.IGNORE));
  }

  /**
   * @param owner address of the replica
   * @param below what follows the gateway's own path, such as a query; may be empty
   * @param body empty for none
   * @param traceParent W3C trace context; null to leave the client's as it is
   * @return never fails; done when the answer has gone out, which for a stream is at its end
   */
  public Future<Passed> pass(
      HttpServerRequest request,
      Gateway gateway,
      Principal principal,
      URI owner,
      String below,
      byte[] body,
      @Nullable String traceParent) {
    MultiMap headers = headers(request, principal);
    if (traceParent != null) {
      headers.set("traceparent", traceParent);
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setSsl("https".equals(owner.getScheme()))
            .setHost(owner.getHost())
            .setPort(port(owner))
            .setURI(PREFIX + "/mcp/" + gateway.path() + below)
            .setIdleTimeout(IDLE_MILLIS)
            .setHeaders(headers);
    return http.request(options)
        .transform(connected ->
            connected.succeeded()
                ? exchange(connected.result(), request, body)
                : Future.succeededFuture(Passed.GONE));
  }

  private static int port(URI owner) {
    return owner.getPort() >= 0 ? owner.getPort() : "https".equals(owner.getScheme()) ? 443 : 80;
  }

  private MultiMap headers(HttpServerRequest request, Principal principal) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!NOT_PASSED_ON.contains(name) && !name.startsWith("gatehouse-")) {
        headers.add(header.getKey(), header.getValue());
      }
    }
    String address = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    return headers
        .set(Vouching.ASSERTION, vouching.assertion(principal.caller()))
        .set(CLIENT_ADDRESS, address);
  }

  private static Future<Passed> exchange(
      HttpClientRequest there, HttpServerRequest request, byte[] body) {
    HttpServerResponse response = request.response();
    response.closeHandler(ignored -> there.reset());
    if (response.closed()) {
      there.reset();
      return Future.succeededFuture(Passed.ON);
    }
    Future<HttpClientResponse> answered =
        body.length == 0 ? there.send() : there.send(Buffer.buffer(body));
    return answered.transform(answer ->
        answer.succeeded() && answer.result().statusCode() != 401
            ? back(answer.result(), response)
            : Future.succeededFuture(Passed.BROKEN));
  }

  private static Future<Passed> back(HttpClientResponse answer, HttpServerResponse response) {
    if (response.closed()) {
      answer.request().reset();
      return Future.succeededFuture(Passed.ON);
    }
    response.setStatusCode(answer.statusCode());
    for (Map.Entry<String, String> header : answer.headers()) {
      if (!NOT_PASSED_BACK.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        response.putHeader(header.getKey(), header.getValue());
      }
    }
    if (answer.getHeader(HttpHeaders.CONTENT_LENGTH) == null && answer.statusCode() != 204) {
      response.setChunked(true);
    }
    return answer
        .pipeTo(response)
        .transform(sent -> {
          if (sent.failed()) {
            response.reset(); // what has come is not all
          }
          return Future.succeededFuture(Passed.ON);
        });
  }
}
