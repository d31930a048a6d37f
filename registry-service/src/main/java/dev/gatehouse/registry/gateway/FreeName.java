package dev.gatehouse.registry.gateway;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The name of a tool that has no alias, in a gateway that may have one of that name: the tool that
 * was added first keeps its name, others get their connector's slug in front.
 */
final class FreeName {
  private static final int MAX_PREFIXES = 9;

  private FreeName() {}

  /** Null if even with a number behind the slug none is free. */
  static @Nullable String of(String tool, String connectorSlug, Predicate<String> taken) {
    if (!taken.test(tool)) {
      return tool;
    }
    for (int number = 1; number <= MAX_PREFIXES; number++) {
      String name = connectorSlug + (number == 1 ? "" : number) + "_" + tool;
      if (!taken.test(name)) {
        return name;
      }
    }
    return null;
  }
}
