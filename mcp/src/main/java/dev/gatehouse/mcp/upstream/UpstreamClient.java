package dev.gatehouse.mcp.upstream;

/**
 * Opens conversations with upstreams. One per event loop; built over that loop's {@code HttpClient}
 * (see {@link StreamableHttpClient}).
 */
@FunctionalInterface
public interface UpstreamClient {
  /** No I/O yet. */
  UpstreamSession open(UpstreamEndpoint endpoint);
}
