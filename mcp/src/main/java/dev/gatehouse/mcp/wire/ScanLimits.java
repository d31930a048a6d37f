package dev.gatehouse.mcp.wire;

/**
 * What a scanner accepts before it gives up.
 *
 * @param maxBytes length of the whole message
 * @param maxDepth nesting of objects and arrays
 * @param maxKeys object keys in the whole message
 */
public record ScanLimits(int maxBytes, int maxDepth, int maxKeys) {
  /** For what a client sends: 1 MiB, 64 levels, 10,000 keys. */
  public static final ScanLimits REQUEST = new ScanLimits(1 << 20, 64, 10_000);

  /** For what an upstream answers: 16 MiB, 200 levels, a million keys. */
  public static final ScanLimits REPLY = new ScanLimits(16 << 20, 200, 1_000_000);

  public ScanLimits withMaxBytes(int bytes) {
    return new ScanLimits(bytes, maxDepth, maxKeys);
  }
}
