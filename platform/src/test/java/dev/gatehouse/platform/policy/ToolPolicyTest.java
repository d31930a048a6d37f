package dev.gatehouse.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolPolicyTest {
  private static final Set<Scope> ALL = EnumSet.allOf(Scope.class);

  @Test
  void aListShowsExactlyWhatACallIsAllowed() {
    for (Role role : Role.values()) {
      for (Scope granted : Scope.values()) {
        for (Scope needed : Scope.values()) {
          Caller caller = caller(role, Set.of(granted), null);

          boolean listed = Permissions.of(caller, "g1").include(needed);

          assertThat(ToolPolicy.decide(caller, "g1", needed) instanceof Decision.Allowed)
              .isEqualTo(listed);
        }
      }
    }
  }

  @Test
  void tellsAMissingScopeFromAMissingRole() {
    assertThat(ToolPolicy.decide(caller(Role.OWNER, Set.of(Scope.READ), null), "g1", Scope.ADMIN))
        .isEqualTo(new Decision.LacksScope(Scope.ADMIN));
    assertThat(ToolPolicy.decide(caller(Role.EDITOR, ALL, null), "g1", Scope.ADMIN))
        .isEqualTo(new Decision.LacksRole(Role.ADMIN));
  }

  @Test
  void aServiceKeyOfTheGatewayCallsAllThatIsExposed() {
    Caller key = new Caller(null, "k", null, null, "o", Role.VIEWER, Set.of(), "g1");

    assertThat(ToolPolicy.decide(key, "g1", Scope.ADMIN)).isInstanceOf(Decision.Allowed.class);
  }

  @Test
  void aNarrowedServiceKeyOfTheGatewayDoesNot() {
    Caller key = new Caller(null, "k", null, null, "o", Role.OWNER, Set.of(Scope.READ), "g1");

    assertThat(ToolPolicy.decide(key, "g1", Scope.WRITE)).isInstanceOf(Decision.LacksScope.class);
  }

  @Test
  void aPersonalKeyOfTheGatewayFollowsItsOwnersRole() {
    Caller key = new Caller("u", "k", null, null, "o", Role.VIEWER, ALL, "g1");

    assertThat(ToolPolicy.decide(key, "g1", Scope.ADMIN))
        .isEqualTo(new Decision.LacksRole(Role.ADMIN));
  }

  @Test
  void aKeyOfAnotherGatewayDoesNothingHere() {
    Caller key = new Caller(null, "k", null, null, "o", Role.OWNER, ALL, "g2");

    assertThat(ToolPolicy.decide(key, "g1", Scope.READ)).isInstanceOf(Decision.OtherGateway.class);
    assertThat(Permissions.of(key, "g1").include(Scope.READ)).isFalse();
  }

  private static Caller caller(Role role, Set<Scope> scopes, String gateway) {
    return new Caller("u", null, "client", "grant", "o", role, scopes, gateway);
  }
}
