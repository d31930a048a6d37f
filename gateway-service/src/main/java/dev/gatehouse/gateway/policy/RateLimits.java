package dev.gatehouse.gateway.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.platform.event.CatalogEvent.GatewayLimits;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The operator's limits and those of each gateway, of this replica. */
@Singleton
public final class RateLimits {
  private static final long MAX_PARTIES = 100_000;
  private static final long SECOND = 1_000_000_000L;

  private final LimitConfig config;
  private final Cache<Party, Allowance> allowances =
      Caffeine.newBuilder()
          .maximumSize(MAX_PARTIES)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  private record Party(String kind, String id) {}

  RateLimits(LimitConfig config) {
    this.config = config;
  }

  /**
   * Counts messages of a caller.
   *
   * @param limits that the gateway's owners have set; the operator's hold as well
   * @return 0 if they may be served, else the seconds after which to try again
   */
  public long take(Caller caller, String gateway, GatewayLimits limits, int messages) {
    if (unlimited(limits)) {
      return 0;
    }
    String principal = caller.organisation() + "/" + caller.principal();
    long wait = take("caller", principal, messages, config.callerPerMinute());
    if (wait == 0 && limits.callerPerMinute() > 0) {
      wait = take("caller-at", gateway + "/" + principal, messages, limits.callerPerMinute());
    }
    if (wait == 0) {
      wait =
          take("gateway", gateway, messages, least(config.gatewayPerMinute(), limits.perMinute()));
    }
    if (wait == 0) {
      wait = take("organisation", caller.organisation(), messages, config.organisationPerMinute());
    }
    return (wait + SECOND - 1) / SECOND;
  }

  private boolean unlimited(GatewayLimits limits) {
    return limits.perMinute() <= 0
        && limits.callerPerMinute() <= 0
        && config.callerPerMinute() <= 0
        && config.gatewayPerMinute() <= 0
        && config.organisationPerMinute() <= 0;
  }

  /** The stricter of two limits, of which 0 is none. */
  private static int least(int one, int other) {
    return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
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
