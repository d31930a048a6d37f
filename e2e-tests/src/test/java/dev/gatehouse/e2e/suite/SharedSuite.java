package dev.gatehouse.e2e.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a journey the one {@link Suite} of this run, started for the first that asks and stopped
 * after the last. For journeys that kill and restart nothing.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedSuite.Resolver.class)
public @interface SharedSuite {
  /** Keeps the suite in the root store, which JUnit closes at the very end. */
  final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.isAnnotated(SharedSuite.class);
    }

    @Override
    public Suite resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(SharedSuite.class))
          .computeIfAbsent("suite", _ -> Suite.start(TestAuthority.environment()), Suite.class);
    }
  }
}
