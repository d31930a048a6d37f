package dev.gatehouse.platform.security;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Turns a caller into what {@code @PermissionsAllowed("mcp:read")} and
 * {@code @RolesAllowed("service:launcher")} look at. Built anew each time: permissions that another
 * mechanism derived from token claims must not leak in.
 *
 * <p>A key that is good for one gateway only has {@code gateway:read} where another has {@code
 * mcp:read}, and so on: an endpoint that does not name these refuses it. With the organisation's
 * own permissions it could widen its gateway.
 */
final class CallerIdentities {
  private CallerIdentities() {}

  static SecurityIdentity of(Caller caller) {
    return of(null, caller);
  }

  static SecurityIdentity of(@Nullable String service, @Nullable Caller caller) {
    QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder();
    if (service != null) {
      identity.addRole("service:" + service);
      identity.addAttribute(CurrentCaller.SERVICE, service);
    }
    if (caller != null) {
      identity.addAttribute(CurrentCaller.ATTRIBUTE, caller);
      identity.addRole(caller.role().value());
      for (Scope scope : caller.permissions()) {
        String[] nameAndAction = scope.value().split(":", 2);
        String name = caller.gateway() == null ? nameAndAction[0] : "gateway";
        identity.addPermission(new StringPermission(name, nameAndAction[1]));
      }
    }
    String name = caller != null ? caller.principal() : "service:" + service;
    return identity.setPrincipal(new QuarkusPrincipal(name)).build();
  }
}
