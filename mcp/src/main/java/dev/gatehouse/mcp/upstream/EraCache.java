package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Remembers for an hour which revision each upstream URL speaks, so that only the first session has
 * to probe.
 */
public final class EraCache {
  private static final int MAX_ENTRIES = 100_000;

  private final long goodNanos;

  private final ConcurrentHashMap<URI, Known> versions = new ConcurrentHashMap<>();

  private record Known(ProtocolVersion version, long since) {}

  public EraCache() {
    this(TimeUnit.HOURS.toNanos(1));
  }

  private EraCache(long goodNanos) {
    this.goodNanos = goodNanos;
  }

  /** For one upstream whose transport is older than the modern era: there is nothing to probe. */
  static EraCache handshakeOnly(URI uri) {
    EraCache cache = new EraCache(Long.MAX_VALUE);
    cache.remember(uri, ProtocolVersion.V2024_11_05);
    return cache;
  }

  public Optional<ProtocolVersion> version(URI uri) {
    return Optional.ofNullable(versions.get(uri))
        .filter(known -> System.nanoTime() - known.since() < goodNanos)
        .map(Known::version);
  }

  public void remember(URI uri, ProtocolVersion version) {
    if (versions.size() >= MAX_ENTRIES) {
      versions.clear(); // costs a probe each; the alternative is to grow without bound
    }
    versions.put(uri, new Known(version, System.nanoTime()));
  }

  public void forget(URI uri) {
    versions.remove(uri);
  }
}
