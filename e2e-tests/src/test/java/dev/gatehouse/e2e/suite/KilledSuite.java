package dev.gatehouse.e2e.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
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
    Resolver() {
      super(KilledSuite.class, Suite::start);
    }
  }
}
