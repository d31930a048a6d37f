package dev.gatehouse.mcp.upstream;

import java.net.URI;
import java.util.Map;

/**
 * Where an upstream is and what it is to be sent along.
 *
 * @param headers credential and configured headers; secret, so not in {@link #toString()}
 * @param capabilities raw {@code ClientCapabilities} that a legacy upstream is opened with
 * @param organisation that it is opened for, told to the {@link StdioRunner} alone; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record UpstreamEndpoint(
    URI uri, Map<String, String> headers, byte[] capabilities, String organisation) {
  public UpstreamEndpoint {
    headers = Map.copyOf(headers);
  }

  /** For a client without capabilities. */
  public UpstreamEndpoint(URI uri, Map<String, String> headers, String organisation) {
    this(uri, headers, RequestContext.NO_CAPABILITIES, organisation);
  }

  /** Of no organisation: for what is no program. */
  public UpstreamEndpoint(URI uri, Map<String, String> headers) {
    this(uri, headers, "");
  }

  @Override
  public String toString() {
    return "UpstreamEndpoint[uri=" + uri + ", headers=" + headers.keySet() + "]";
  }
}
