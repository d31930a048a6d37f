package dev.gatehouse.gateway.identity;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.util.Set;

/** Principals for tests of other packages. */
public final class PrincipalFixture {
  private PrincipalFixture() {}

  public static Principal ofUserAndKey(String organisation, String user, String key) {
    return Principal.of(
        new Caller(user, key, null, null, organisation, Role.OWNER, Set.of(Scope.values()), null));
  }
}
