package dev.gatehouse.gateway.news;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Listening at upstreams for clients that listen here. */
@ConfigMapping(prefix = "gatehouse.news")
public interface NewsConfig {
  /** How long a client's subscription waits for its upstream before it is confirmed anyway. */
  @WithDefault("2s")
  Duration patience();
}
