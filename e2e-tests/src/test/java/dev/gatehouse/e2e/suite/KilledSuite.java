package dev.gatehouse.e2e.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The one {@link Suite} of this run for journeys that kill and restart its parts, one journey after
 * the other; each leaves all of it running.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KilledSuite.Resolver.class)
public @interface KilledSuite {
  /** These journeys come last: until then there is no second suite that takes from the others. */
  int ORDER = Integer.MAX_VALUE;

  /** Starts it. */
  final class Resolver extends OneSuite {
    /** Whoever takes over from a killed process does so while a journey waits. */
    private static final Map<String, String> SETTINGS =
        Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Dgatehouse.connect.lease-time=15s -Dgatehouse.connect.refusal-counts-after=0s"
                + " -Dgatehouse.sync.run-limit=10s");

    Resolver() {
      super(KilledSuite.class, () -> Suite.start(SETTINGS));
    }
  }
}
