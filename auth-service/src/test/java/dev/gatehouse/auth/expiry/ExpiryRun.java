package dev.gatehouse.auth.expiry;

import io.quarkus.arc.Arc;

/** Removal of what has expired, at a moment that a test chooses. */
public final class ExpiryRun {
  private ExpiryRun() {}

  public static void now() {
    Arc.container().instance(Expiry.class).get().remove();
  }
}
