package dev.gatehouse.e2e.suite;

import java.lang.annotation.Annotation;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all journeys that ask for it one {@link Suite}, started for the first of them. It is kept
 * in the root store, which JUnit closes at the very end.
 */
class OneSuite implements ParameterResolver {
  private final Class<? extends Annotation> asked;
  private final Supplier<Suite> start;

  /**
   * @param asked annotation of the parameters that get it
   */
  OneSuite(Class<? extends Annotation> asked, Supplier<Suite> start) {
    this.asked = asked;
    this.start = start;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(asked);
  }

  @Override
  public Suite resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(asked))
        .computeIfAbsent("suite", _ -> start.get(), Suite.class);
  }
}
