package dev.gatehouse.launcher.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;

/** Passes requests to one service, and answers in its place where it is down. */
final class ServiceProxy implements ProxyInterceptor {
  private final String service;
  private final HttpProxy proxy;

  ServiceProxy(String service, URI url, HttpClient client) {
    this.service = service;
    RequestOptions target = new RequestOptions().setHost(url.getHost()).setPort(url.getPort());
    this.proxy =
        HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
            .origin(context -> open(context, target))
            .addInterceptor(this);
  }

  void handle(HttpServerRequest request) {
    proxy.handle(request);
  }

  /** A client that left while a connection was awaited would leave its stream open for ever. */
  private static Future<HttpClientRequest> open(ProxyContext context, RequestOptions target) {
    HttpServerResponse response = context.request().proxiedRequest().response();
    return context
        .client()
        .request(new RequestOptions(target))
        .compose(request -> {
          request.exceptionHandler(_ -> {}); // its answer fails as well, and that is told
          if (!response.closed()) {
            return Future.succeededFuture(request);
          }
          request.reset();
          return Future.failedFuture("The client is gone");
        });
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    HttpServerRequest request = context.request().proxiedRequest();
    HostAndPort authority = requireNonNull(request.authority()); // EdgeHandler saw to it
    ForwardingHeaders.write(context.request().headers(), request, authority);
    context.request().setAuthority(authority); // the services check the host the client named
    return context
        .sendRequest()
        .recover(_ -> Future.succeededFuture(EdgeProblem.unreachable(service, context)));
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    ForwardingHeaders.removeOfOneConnection(context.response().headers());
    HttpServerRequest request = context.request().proxiedRequest();
    HttpServerResponse response = request.response();
    Future<Void> sent = context.sendResponse();
    boolean hasBody = response.isChunked() && !HttpMethod.HEAD.equals(request.method());
    if (hasBody && !response.headWritten()) {
      response.write(Buffer.buffer()); // a stream begins before its first event
    }
    return sent;
  }
}
