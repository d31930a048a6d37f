package dev.gatehouse.platform.policy;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The one decision about a tool. A list shows what {@link Permissions} include; a call is judged by
 * {@link #decide}, which agrees with them.
 */
public final class ToolPolicy {
  private static final Decision UNKNOWN = new Decision.Unknown();
  private static final Decision BY_PERMISSION = new Decision.Allowed("permission");
  private static final Decision BY_BINDING = new Decision.Allowed("key-binding");

  /**
   * @param gateway id of the gateway that is called
   * @param needed the tool's scope, or null if there is no such tool
   */
  public static Decision decide(Caller caller, String gateway, @Nullable Scope needed) {
    if (caller.gateway() != null && !caller.gateway().equals(gateway)) {
      return new Decision.OtherGateway();
    }
    if (needed == null) {
      return UNKNOWN;
    }
    if (Permissions.of(caller, gateway).include(needed)) {
      return caller.gateway() == null ? BY_PERMISSION : BY_BINDING;
    }
    return granted(caller, needed)
        ? new Decision.LacksRole(leastRole(needed))
        : new Decision.LacksScope(needed);
  }

  private static boolean granted(Caller caller, Scope needed) {
    return caller.scopes().contains(needed);
  }

  private static Role leastRole(Scope needed) {
    for (Role role : Role.values()) {
      if (role.scopes().contains(needed)) {
        return role;
      }
    }
    return Role.OWNER;
  }

  private ToolPolicy() {}
}
