package dev.gatehouse.mcp.upstream;

/**
 * Opens conversations with upstreams. One per event loop; built over that loop's {@code HttpClient}
 * (see {@link StreamableHttpClient}).
 */
@FunctionalInterface
public interface UpstreamClient {
  /** No I/O yet. */
  default UpstreamSession open(UpstreamEndpoint endpoint) {
    return open(endpoint, new SharedSession());
  }

  /**
   * One event loop's part of a session; no I/O yet.
   *
   * @param shared the same for all parts
   */
  UpstreamSession open(UpstreamEndpoint endpoint, SharedSession shared);
}
