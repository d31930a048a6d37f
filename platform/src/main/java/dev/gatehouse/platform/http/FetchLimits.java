package dev.gatehouse.platform.http;

import java.time.Duration;

/**
 * Bounds of one fetch.
 *
 * @param deadline from the call to the last byte, with look-ups, redirects and all
 * @param maxBodyBytes of the response, counted as it arrives
 * @param maxRedirects 0 gives a redirect back as a response; only GET and HEAD are ever redirected
 */
public record FetchLimits(Duration deadline, int maxBodyBytes, int maxRedirects) {
  public FetchLimits {
    if (!deadline.isPositive() || maxBodyBytes < 0 || maxRedirects < 0) {
      throw new IllegalArgumentException("Limits must not be negative");
    }
  }

  /** 15 s, 1 MiB, no redirects. */
  public static FetchLimits defaults() {
    return new FetchLimits(Duration.ofSeconds(15), 1 << 20, 0);
  }
}
