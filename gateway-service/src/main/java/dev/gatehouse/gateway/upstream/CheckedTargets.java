package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.TargetResolver;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The target guard with a short memory, so that a warm call neither looks up nor parses anything.
 * What is remembered is the checked address itself, so the memory opens no door to rebinding.
 * Belongs to one event loop.
 */
final class CheckedTargets implements TargetResolver {
  private static final int MAX_ENTRIES = 10_000;

  private final TargetGuard guard;
  private final long goodNanos;
  private final LongSupplier clock;
  private final Map<URI, Remembered> remembered = new HashMap<>();

  private record Remembered(Future<Target> target, long until) {}

  /**
   * @param clock nanoseconds
   */
  CheckedTargets(TargetGuard guard, Duration goodFor, LongSupplier clock) {
    this.guard = guard;
    this.goodNanos = goodFor.toNanos();
    this.clock = clock;
  }

  @Override
  public Future<Target> resolve(URI uri) {
    Remembered known = remembered.get(uri);
    if (known != null && known.until() - clock.getAsLong() > 0) {
      return known.target();
    }
    return guard.check(uri).map(verdict -> remember(uri, verdict));
  }

  private Target remember(URI uri, TargetVerdict verdict) {
    if (remembered.size() >= MAX_ENTRIES) {
      remembered.clear();
    }
    return switch (verdict) {
      case TargetVerdict.Blocked _ -> {
        remembered.remove(uri);
        yield new Target.Blocked();
      }
      case TargetVerdict.Unresolved _ -> {
        remembered.remove(uri);
        yield new Target.Unresolved();
      }
      case TargetVerdict.Permitted permitted -> {
        Target target = new Target.Allowed(permitted.addresses());
        remembered.put(
            uri, new Remembered(Future.succeededFuture(target), clock.getAsLong() + goodNanos));
        yield target;
      }
    };
  }
}
