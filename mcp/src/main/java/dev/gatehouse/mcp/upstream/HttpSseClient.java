package dev.gatehouse.mcp.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;

/** Opens sessions over HTTP+SSE, the transport of 2024-11-05, on one {@code HttpClient}. */
public final class HttpSseClient implements UpstreamClient {
  private final Vertx vertx;
  private final HttpClient http;
  private final TargetResolver resolver;
  private final UpstreamSettings settings;

  public HttpSseClient(
      Vertx vertx, HttpClient http, TargetResolver resolver, UpstreamSettings settings) {
    this.vertx = vertx;
    this.http = http;
    this.resolver = resolver;
    this.settings = settings;
  }

  @Override
  public UpstreamSession open(UpstreamEndpoint endpoint, SharedSession shared) {
    SseTransport transport =
        new SseTransport(
            vertx,
            connection(endpoint, endpoint.uri()),
            named -> connection(endpoint, named),
            settings);
    return new HttpSession(
        transport,
        new Messages(settings, endpoint.capabilities(), shared.idsOfAnotherPart()),
        new SharedSession(), // its stream is the session, and belongs to one event loop
        EraCache.handshakeOnly(endpoint.uri()),
        settings);
  }

  private Connection connection(UpstreamEndpoint endpoint, URI uri) {
    return new Connection(
        vertx, http, http, resolver, new UpstreamEndpoint(uri, endpoint.headers()), settings);
  }
}
