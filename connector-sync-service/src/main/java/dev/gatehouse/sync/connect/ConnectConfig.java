package dev.gatehouse.sync.connect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Accounts at upstreams. */
@ConfigMapping(prefix = "gatehouse.connect")
public interface ConnectConfig {

  /** Internal address of auth-service, which knows who is signed in at a browser. */
  @WithDefault("http://auth-service:8080")
  URI authUrl();

  /** How long a link to connect an account is good, and then the way through the upstream. */
  @WithDefault("10m")
  Duration linkGoodFor();

  /** Limit of one request to an authorization server. */
  @WithDefault("10s")
  Duration requestTimeout();

  /** How long before its end a token is renewed at least; short-lived ones at half their time. */
  @WithDefault("5m")
  Duration renewAhead();

  /**
   * How old a token is at least that is renewed because an upstream refuses it. That a fresh one is
   * refused says more about the upstream: without this it would be renewed with each call.
   */
  @WithDefault("1m")
  Duration refusalCountsAfter();

  /** How often this replica looks for tokens that are to be renewed. */
  @WithDefault("1s")
  Duration tick();

  /** How many tokens this replica renews at a time. */
  @WithDefault("16")
  int concurrentRenewals();

  /** How long one replica has a token to renew to itself; more than a request takes. */
  @WithDefault("60s")
  Duration leaseTime();

  /**
   * How long after a failed renewal the next is tried; doubles with each, up to an hour: but no
   * later than the token's end, and then, at first, every five minutes.
   */
  @WithDefault("15s")
  Duration retryAfter();
}
