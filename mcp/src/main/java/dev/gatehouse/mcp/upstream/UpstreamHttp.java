package dev.gatehouse.mcp.upstream;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** How connections to upstreams are made. */
public final class UpstreamHttp {
  /** As much of a body as is read at once comes at once: each piece has its price. */
  private static final int MAX_CHUNK_BYTES = 64 << 10;

  private UpstreamHttp() {}

  /**
   * HTTP/2 where the server offers it in the TLS handshake (ALPN), HTTP/1.1 to all others; no
   * upgrade over plain HTTP, which would cost each connection a round trip.
   */
  public static HttpClientOptions options() {
    return new HttpClientOptions()
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setMaxChunkSize(MAX_CHUNK_BYTES)
        .setDecompressionSupported(false);
  }
}
