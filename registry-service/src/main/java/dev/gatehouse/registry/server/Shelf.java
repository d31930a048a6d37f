package dev.gatehouse.registry.server;

import org.jspecify.annotations.Nullable;

/** Where servers stand: with the platform, for all to see, or with one organisation. */
public sealed interface Shelf {
  /** The catalogue of all. */
  record Public() implements Shelf {}

  /** What an organisation has published for itself; work within it only. */
  record Private(String organisation) implements Shelf {}

  /** First part of the names of its tables. */
  default String prefix() {
    return switch (this) {
      case Public() -> "public_";
      case Private(String _) -> "private_";
    };
  }

  default @Nullable String organisation() {
    return switch (this) {
      case Public() -> null;
      case Private(String organisation) -> organisation;
    };
  }
}
