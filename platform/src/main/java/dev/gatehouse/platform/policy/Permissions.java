package dev.gatehouse.platform.policy;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;

/**
 * What a caller may do at one gateway, as a small number: lists are cached by it.
 *
 * @param mask one bit per {@link Scope}, by its ordinal
 */
public record Permissions(int mask) {
  /** How many different values there are. */
  public static final int COUNT = 1 << Scope.values().length;

  private static final Permissions[] ALL = all();

  /**
   * Role now ∩ scopes granted. A service key that is bound to this gateway may call all that the
   * gateway exposes, unless it was narrowed to some scopes.
   */
  public static Permissions of(Caller caller, String gateway) {
    if (caller.gateway() != null && !caller.gateway().equals(gateway)) {
      return ALL[0];
    }
    boolean boundServiceKey = caller.gateway() != null && caller.user() == null;
    int mask = 0;
    for (Scope scope : Scope.values()) {
      boolean granted =
          boundServiceKey
              ? caller.scopes().isEmpty() || caller.scopes().contains(scope)
              : caller.may(scope);
      if (granted) {
        mask |= 1 << scope.ordinal();
      }
    }
    return ALL[mask];
  }

  public boolean include(Scope scope) {
    return (mask & (1 << scope.ordinal())) != 0;
  }

  private static Permissions[] all() {
    Permissions[] all = new Permissions[COUNT];
    for (int mask = 0; mask < COUNT; mask++) {
      all[mask] = new Permissions(mask);
    }
    return all;
  }
}
