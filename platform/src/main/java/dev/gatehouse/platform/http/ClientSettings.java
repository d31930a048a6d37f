package dev.gatehouse.platform.http;

import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for every exchange of a {@link SafeHttpClient}.
 *
 * @param connectTimeout for TCP and again for TLS, per address tried
 * @param maxHeaderBytes of one response, status line excluded; the status line has 4 KiB
 * @param trust certificate authorities; empty for those of the JDK. There is no setting that turns
 *     the check off.
 */
public record ClientSettings(
    Duration connectTimeout, int maxHeaderBytes, Optional<TrustOptions> trust) {

  /** 5 s to connect, 16 KiB of headers, the JDK's authorities. */
  public static ClientSettings defaults() {
    return new ClientSettings(Duration.ofSeconds(5), 16 << 10, Optional.empty());
  }

  /** These settings with other certificate authorities. */
  public ClientSettings trusting(TrustOptions authorities) {
    return new ClientSettings(connectTimeout, maxHeaderBytes, Optional.of(authorities));
  }
}
