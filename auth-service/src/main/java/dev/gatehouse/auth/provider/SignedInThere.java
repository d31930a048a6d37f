package dev.gatehouse.auth.provider;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has signed in at a provider.
 *
 * @param claims of an ID token that holds
 * @param next path that the browser was to go on to
 */
record SignedInThere(IDTokenClaimsSet claims, @Nullable String next) {
  /** The provider's clock and ours may differ by so much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /**
   * When the person authenticated there, at the latest ({@code auth_time}, OpenID Connect Core
   * section 2); the epoch if the provider does not say, for that may be any time ago.
   */
  Instant authTime() {
    Date said = claims.getAuthenticationTime();
    if (said == null) {
      return Instant.EPOCH;
    }
    Instant latest = said.toInstant().plus(CLOCK_SKEW);
    Instant now = Instant.now();
    return latest.isBefore(now) ? latest : now;
  }
}
