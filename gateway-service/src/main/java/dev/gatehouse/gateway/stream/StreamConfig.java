package dev.gatehouse.gateway.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Event streams that clients keep open. */
@ConfigMapping(prefix = "gatehouse.streams")
public interface StreamConfig {
  /** How often changed lists and lost permissions are looked for. */
  @WithDefault("1s")
  Duration checkEvery();

  /** How often a silent stream gets a comment, so that proxies on the way keep it. */
  @WithDefault("15s")
  Duration keepAliveEvery();

  /** Resources that one principal watches, in all its sessions and streams; more are refused. */
  @WithDefault("2000")
  int maxWatchedPerPrincipal();

  /** Open streams of one principal; more are refused. */
  @WithDefault("100")
  int maxPerPrincipal();
}
