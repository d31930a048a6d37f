package dev.gatehouse.e2e.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one {@link Suite} of this run for journeys that kill and restart nothing. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSuite.Resolver.class)
public @interface SharedSuite {
  /** Starts it. */
  final class Resolver extends OneSuite {
    Resolver() {
      super(SharedSuite.class, () -> Suite.start(TestAuthority.environment()));
    }
  }
}
