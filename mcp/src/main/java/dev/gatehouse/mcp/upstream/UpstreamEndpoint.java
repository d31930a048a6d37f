package dev.gatehouse.mcp.upstream;

import java.net.URI;
import java.util.Map;

/**
 * Where an upstream is and what it is to be sent along.
 *
 * @param headers credential and configured headers; secret, so not in {@link #toString()}
 */
public record UpstreamEndpoint(URI uri, Map<String, String> headers) {
  public UpstreamEndpoint {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "UpstreamEndpoint[uri=" + uri + ", headers=" + headers.keySet() + "]";
  }
}
