package dev.gatehouse.mcp.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

/** Opens sessions over Streamable HTTP on one {@code HttpClient}. */
public final class StreamableHttpClient implements UpstreamClient {
  private final Vertx vertx;
  private final HttpClient http;
  private final HttpClient streams;
  private final TargetResolver resolver;
  private final EraCache eras;
  private final UpstreamSettings settings;

  public StreamableHttpClient(
      Vertx vertx,
      HttpClient http,
      TargetResolver resolver,
      EraCache eras,
      UpstreamSettings settings) {
    this(vertx, http, http, resolver, eras, settings);
  }

  /**
   * @param streams for what stays open, so that no call waits for its connection
   */
  public StreamableHttpClient(
      Vertx vertx,
      HttpClient http,
      HttpClient streams,
      TargetResolver resolver,
      EraCache eras,
      UpstreamSettings settings) {
    this.vertx = vertx;
    this.http = http;
    this.streams = streams;
    this.resolver = resolver;
    this.eras = eras;
    this.settings = settings;
  }

  @Override
  public UpstreamSession open(UpstreamEndpoint endpoint, SharedSession shared) {
    return new HttpSession(
        new Connection(vertx, http, streams, resolver, endpoint, settings),
        new Messages(settings, endpoint.capabilities(), shared.idsOfAnotherPart()),
        shared,
        eras,
        settings);
  }
}
