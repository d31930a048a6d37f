package dev.gatehouse.gateway.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Limits per caller, gateway and organisation, of this replica. */
@Singleton
public final class RateLimits {
  private static final long MAX_PARTIES = 100_000;
  private static final long SECOND = 1_000_000_000L;

  private final LimitConfig config;
  private final boolean any;
  private final Cache<Party, Allowance> allowances =
      Caffeine.newBuilder()
          .maximumSize(MAX_PARTIES)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  private record Party(String kind, String id) {}

  RateLimits(LimitConfig config) {
    this.config = config;
    this.any =
        config.callerPerMinute() > 0
            || config.gatewayPerMinute() > 0
            || config.organisationPerMinute() > 0;
  }

  /**
   * Counts messages of a caller.
   *
   * @return 0 if they may be served, else the seconds after which to try again
   */
  public long take(Caller caller, String gateway, int messages) {
    if (!any) {
      return 0;
    }
    long wait =
        take(
            "caller",
            caller.organisation() + "/" + caller.principal(),
            messages,
            config.callerPerMinute());
    if (wait == 0) {
      wait = take("gateway", gateway, messages, config.gatewayPerMinute());
    }
    if (wait == 0) {
      wait = take("organisation", caller.organisation(), messages, config.organisationPerMinute());
    }
    return (wait + SECOND - 1) / SECOND;
  }

  private long take(String kind, String id, int messages, int perMinute) {
    if (perMinute <= 0) {
      return 0;
    }
    long now = System.nanoTime();
    return allowances
        .get(new Party(kind, id), ignored -> new Allowance(now))
        .take(now, messages, perMinute);
  }
}
