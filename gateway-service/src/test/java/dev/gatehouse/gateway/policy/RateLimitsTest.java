package dev.gatehouse.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.identity.PrincipalFixture;
import dev.gatehouse.platform.event.CatalogEvent.GatewayLimits;
import dev.gatehouse.platform.identity.Caller;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final Caller caller = PrincipalFixture.ofUserAndKey("o", "u", "k").caller();

  @Test
  void servesAMinutesWorthAtOnceAndThenSaysWhenToTryAgain() {
    RateLimits limits = limits(3, 0, 0);

    assertThat(limits.take(caller, "g", GatewayLimits.NONE, 3)).isZero();

    assertThat(limits.take(caller, "g", GatewayLimits.NONE, 1)).isBetween(1L, 20L);
  }

  @Test
  void anotherCallerHasItsOwn() {
    RateLimits limits = limits(1, 0, 0);
    limits.take(caller, "g", GatewayLimits.NONE, 1);

    assertThat(
            limits.take(
                PrincipalFixture.ofUserAndKey("o", "v", "k2").caller(), "g", GatewayLimits.NONE, 1))
        .isZero();
  }

  @Test
  void aGatewayIsLimitedForAllItsCallers() {
    RateLimits limits = limits(0, 1, 0);
    limits.take(caller, "g", GatewayLimits.NONE, 1);

    assertThat(
            limits.take(
                PrincipalFixture.ofUserAndKey("o", "v", "k2").caller(), "g", GatewayLimits.NONE, 1))
        .isPositive();
    assertThat(limits.take(caller, "g2", GatewayLimits.NONE, 1)).isZero();
  }

  @Test
  void anOrganisationIsLimitedOverItsGateways() {
    RateLimits limits = limits(0, 0, 1);
    limits.take(caller, "g", GatewayLimits.NONE, 1);

    assertThat(limits.take(caller, "g2", GatewayLimits.NONE, 1)).isPositive();
    assertThat(
            limits.take(
                PrincipalFixture.ofUserAndKey("p", "u", "k").caller(), "g3", GatewayLimits.NONE, 1))
        .isZero();
  }

  @Test
  void aGatewaysOwnLimitHoldsForItAlone() {
    RateLimits limits = limits(0, 0, 0);
    GatewayLimits own = new GatewayLimits(1, 0);
    limits.take(caller, "g", own, 1);

    assertThat(limits.take(caller, "g", own, 1)).isPositive();
    assertThat(limits.take(caller, "g2", GatewayLimits.NONE, 1)).isZero();
  }

  @Test
  void aGatewayCannotHaveMoreThanTheOperatorAllows() {
    RateLimits limits = limits(0, 1, 0);
    GatewayLimits own = new GatewayLimits(100, 0);
    limits.take(caller, "g", own, 1);

    assertThat(limits.take(caller, "g", own, 1)).isPositive();
  }

  @Test
  void aGatewaysLimitOfEachCallerIsNotThatOfAnother() {
    RateLimits limits = limits(0, 0, 0);
    GatewayLimits own = new GatewayLimits(0, 1);
    limits.take(caller, "g", own, 1);

    assertThat(limits.take(caller, "g", own, 1)).isPositive();
    assertThat(limits.take(PrincipalFixture.ofUserAndKey("o", "v", "k2").caller(), "g", own, 1))
        .isZero();
    assertThat(limits.take(caller, "g2", own, 1)).isZero();
  }

  @Test
  void nothingIsLimitedUnlessSet() {
    assertThat(limits(0, 0, 0).take(caller, "g", GatewayLimits.NONE, 1_000_000)).isZero();
  }

  private static RateLimits limits(int caller, int gateway, int organisation) {
    return new RateLimits(
        new LimitConfig() {
          @Override
          public int callerPerMinute() {
            return caller;
          }

          @Override
          public int gatewayPerMinute() {
            return gateway;
          }

          @Override
          public int organisationPerMinute() {
            return organisation;
          }
        });
  }
}
