package dev.gatehouse.sync.news;

import dev.gatehouse.mcp.upstream.UpstreamFailure;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long nobody listens to an upstream after it has ended it. */
final class Pauses {
  /** Who says that it tells nothing is asked again now and then: it may be another by then. */
  static final Duration NOT_OFFERED = Duration.ofMinutes(30);

  /** After what may be over soon. */
  static final Duration LONG = Duration.ofMinutes(2);

  private static final Duration SHORT = Duration.ofSeconds(5);

  /** How long a stream has to live to count as a good one. */
  private static final Duration GOOD = Duration.ofSeconds(30);

  private Pauses() {}

  /**
   * @param failure null if it has just ended
   * @param lived since it was asked for
   */
  static Duration after(@Nullable UpstreamFailure failure, Duration lived, RandomGenerator random) {
    Duration least =
        switch (failure) {
          case null -> lived.compareTo(GOOD) >= 0 ? SHORT : LONG;
          case UpstreamFailure.HttpStatus(int status, Duration after) when after != null ->
              after.compareTo(NOT_OFFERED) < 0 ? after.plus(LONG) : NOT_OFFERED;
          case UpstreamFailure.HttpStatus(int status, _) ->
              status >= 400 && status < 500 && status != 429 ? NOT_OFFERED : LONG;
          case UpstreamFailure.NotMcp _, UpstreamFailure.RpcError _, UpstreamFailure.Blocked _ ->
              NOT_OFFERED;
          default -> LONG;
        };
    return least.plus(Duration.ofMillis((long) (least.toMillis() * random.nextDouble())));
  }
}
