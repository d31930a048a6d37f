package dev.gatehouse.auth.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How often one address may ask, at each replica. Of an IPv6 address the first 64 bits count. A
 * whole minute's or hour's worth may come at once; then it is 429 with {@code Retry-After}.
 */
@ConfigMapping(prefix = "gatehouse.limits")
interface LimitConfig {

  /** Client registrations from one address in an hour. */
  @WithDefault("300")
  int registrationsPerHour();

  /** Authorization requests from one address in a minute. */
  @WithDefault("300")
  int authorizationsPerMinute();

  /**
   * Refused requests of one address in a minute to the endpoints that clients talk to directly,
   * such as the token endpoint; more are refused with 429. Requests that succeed are not limited,
   * up to ten times as many refused ones.
   */
  @WithDefault("120")
  int failuresPerMinute();
}
