package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.wire.SseEvent;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends messages to one URL, each time over an address that was checked. */
final class Connection implements Transport {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized(SseEvent.CONTENT_TYPE);
  private static final CharSequence JSON_OR_EVENTS =
      HttpHeaders.createOptimized("application/json, text/event-stream");

  /** What a configured header may not set: framing and addressing are ours. */
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "upgrade",
          "te",
          "trailer",
          "content-type",
          "accept",
          "accept-encoding",
          "expect",
          "keep-alive");

  private final Vertx vertx;
  private final HttpClient http;
  private final HttpClient streams;
  private final TargetResolver resolver;
  private final URI uri;
  private final Map<String, String> configured;
  private final UpstreamSettings settings;
  private final Redaction redaction;
  private final RequestOptions template;

  Connection(
      Vertx vertx,
      HttpClient http,
      HttpClient streams,
      TargetResolver resolver,
      UpstreamEndpoint endpoint,
      UpstreamSettings settings) {
    this(vertx, http, streams, resolver, endpoint, settings, Redaction.of(endpoint.headers()));
  }

  /**
   * @param redaction of a credential that is not the headers
   */
  Connection(
      Vertx vertx,
      HttpClient http,
      HttpClient streams,
      TargetResolver resolver,
      UpstreamEndpoint endpoint,
      UpstreamSettings settings,
      Redaction redaction) {
    this.vertx = vertx;
    this.http = http;
    this.streams = streams;
    this.resolver = resolver;
    this.uri = endpoint.uri();
    this.configured = sendable(endpoint.headers());
    this.redaction = redaction;
    this.settings = settings;
    this.template = template(endpoint.uri());
  }

  private static Map<String, String> sendable(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> !reserved(header.getKey().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Nor the protocol's own, which say what the message is. */
  static boolean reserved(String name) {
    return RESERVED.contains(name) || name.startsWith("mcp-");
  }

  private static RequestOptions template(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new RequestOptions()
        .setHost(uri.getHost() == null ? "" : uri.getHost())
        .setPort(uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80)
        .setSsl(tls)
        .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
        .setFollowRedirects(false);
  }

  @Override
  public URI uri() {
    return uri;
  }

  Redaction redaction() {
    return redaction;
  }

  @Override
  public Future<Answer> post(Post post, ServerMessages serverMessages) {
    return resolver
        .resolve(uri)
        .otherwise(new Target.Unresolved())
        .compose(target ->
            switch (target) {
              case Target.Blocked() -> failed(new UpstreamFailure.Blocked());
              case Target.Unresolved() ->
                  failed(new UpstreamFailure.Unresolved(template.getHost()));
              case Target.Allowed(List<SocketAddress> addresses) ->
                  new Exchange(
                          vertx,
                          post,
                          template.getHost(),
                          settings.maxReplyBytes(),
                          settings.replyRoom(),
                          redaction,
                          serverMessages,
                          id -> stream(HttpMethod.GET, after(id, post)))
                      .run(open(http, HttpMethod.POST, addresses, post));
            });
  }

  @Override
  public Future<UpstreamResult<Runnable>> listen(
      HttpMethod method, Post post, ServerMessages heard, Runnable onEnd) {
    return stream(method, post)
        .map(source ->
            switch (source) {
              case EventSource.Open open -> {
                NewsEvents events = new NewsEvents(vertx, open, settings, heard, onEnd);
                yield new UpstreamResult.Ok<>(events::close);
              }
              case EventSource.None(UpstreamFailure failure) ->
                  new UpstreamResult.Failed<>(failure);
            });
  }

  /** Opens an event stream; never fails. It must begin within the message's timeout. */
  Future<EventSource> stream(HttpMethod method, Post post) {
    return resolver
        .resolve(uri)
        .otherwise(new Target.Unresolved())
        .compose(target ->
            switch (target) {
              case Target.Blocked() -> none(new UpstreamFailure.Blocked());
              case Target.Unresolved() -> none(new UpstreamFailure.Unresolved(template.getHost()));
              case Target.Allowed(List<SocketAddress> addresses) ->
                  begin(open(streams, method, addresses, post), post);
            });
  }

  private static Post after(String id, Post post) {
    Map<String, String> headers = new HashMap<>(post.headers());
    headers.put("Last-Event-ID", id);
    return new Post(post.body(), post.id(), headers, post.timeout());
  }

  /** The first of both: the stream's head, or the end of our patience. */
  private Future<EventSource> begin(Future<HttpClientRequest> opened, Post post) {
    Promise<EventSource> begun = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, post.timeout().toMillis()),
            _ -> {
              UpstreamFailure late = new UpstreamFailure.Timeout(post.timeout());
              if (begun.tryComplete(new EventSource.None(late))) {
                opened.onSuccess(HttpClientRequest::reset);
              }
            });
    opened
        .compose(request -> begin(request, post))
        .otherwise(e -> new EventSource.None(TransportFailures.of(e, template.getHost())))
        .onSuccess(source -> {
          vertx.cancelTimer(timer);
          if (!begun.tryComplete(source) && source instanceof EventSource.Open late) {
            late.request().reset();
          }
        });
    return begun.future();
  }

  private Future<EventSource> begin(HttpClientRequest request, Post post) {
    boolean get = request.getMethod() == HttpMethod.GET;
    request.putHeader(HttpHeaders.ACCEPT, get ? EVENTS : JSON_OR_EVENTS);
    if (get) {
      request.headers().remove(HttpHeaders.CONTENT_TYPE);
    }
    return (get ? request.send() : request.send(Buffer.buffer(Unpooled.wrappedBuffer(post.body()))))
        .map(response -> {
          String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
          boolean events =
              type != null && type.toLowerCase(Locale.ROOT).startsWith(SseEvent.CONTENT_TYPE);
          if (response.statusCode() == 200 && events) {
            response.pause();
            return new EventSource.Open(request, response);
          }
          response.exceptionHandler(_ -> {}); // of the reset
          int status = response.statusCode();
          String challenge = response.getHeader("WWW-Authenticate");
          request.reset();
          return new EventSource.None(
              status == 401 || status == 403
                  ? new UpstreamFailure.Unauthorized(status, challenge)
                  : status == 200
                      ? new UpstreamFailure.NotMcp("no event stream")
                      : new UpstreamFailure.HttpStatus(status));
        });
  }

  private static Future<EventSource> none(UpstreamFailure failure) {
    return Future.succeededFuture(new EventSource.None(failure));
  }

  @Override
  public Future<Void> delete(Post post) {
    return resolver
        .resolve(uri)
        .compose(target ->
            target instanceof Target.Allowed(List<SocketAddress> addresses)
                ? open(http, HttpMethod.DELETE, addresses, post).compose(HttpClientRequest::send)
                : Future.succeededFuture())
        .otherwiseEmpty()
        .mapEmpty();
  }

  private static Future<Answer> failed(UpstreamFailure failure) {
    return Future.succeededFuture(new Answer.Failed(failure));
  }

  /** Nothing was sent yet when a connection is refused, so the next address may be tried. */
  private Future<HttpClientRequest> open(
      HttpClient client, HttpMethod method, List<SocketAddress> addresses, Post post) {
    Future<HttpClientRequest> opened = open(client, method, addresses.getFirst(), post);
    return addresses.size() == 1
        ? opened
        : opened.recover(failure ->
            failure instanceof ConnectException
                ? open(client, method, addresses.subList(1, addresses.size()), post)
                : Future.failedFuture(failure));
  }

  private Future<HttpClientRequest> open(
      HttpClient client, HttpMethod method, SocketAddress address, Post post) {
    try {
      RequestOptions options =
          new RequestOptions(template)
              .setMethod(method)
              .setServer(address)
              .setConnectTimeout(post.timeout().toMillis())
              .setHeaders(headers(post));
      return client.request(options);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Future.failedFuture(e); // a header that cannot be sent, or a closed client
    }
  }

  private MultiMap headers(Post post) {
    MultiMap headers = HttpHeaders.headers();
    post.headers().forEach(headers::set);
    configured.forEach(headers::set); // the credential stands, whatever a client says
    return headers.set(HttpHeaders.CONTENT_TYPE, JSON).set(HttpHeaders.ACCEPT, JSON_OR_EVENTS);
  }
}
