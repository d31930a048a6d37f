package dev.gatehouse.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Arithmetic of scopes and roles, for all of them. */
class ScopePropertyTest {

  @Property
  void isReadAsItWasWritten(@ForAll Set<Scope> scopes) {
    assertThat(Scope.parseList(Scope.format(scopes))).isEqualTo(scopes);
  }

  @Property
  void readsTheSameInAnyOrderAndNumber(@ForAll List<Scope> scopes) {
    String list = String.join(" ", scopes.stream().map(Scope::value).toList());
    assertThat(Scope.parseList(list)).isEqualTo(new HashSet<>(scopes));
  }

  @Property(tries = 10_000)
  void readsOnlyWholeWordsOfItsOwn(@ForAll String list) {
    assertThat(Scope.parseList(list))
        .allSatisfy(scope -> assertThat(List.of(list.split(" "))).contains(scope.value()));
  }

  @Property
  void permitsWhatRoleAndScopesHaveInCommon(@ForAll Role role, @ForAll Set<Scope> scopes) {
    Caller caller = new Caller("u", null, null, null, "o", role, scopes, null);
    assertThat(caller.permissions())
        .isSubsetOf(scopes)
        .isSubsetOf(role.scopes())
        .containsAll(scopes.stream().filter(role.scopes()::contains).toList());
  }

  @Property
  void mayWhatIsPermitted(@ForAll Role role, @ForAll Set<Scope> scopes, @ForAll Scope scope) {
    Caller caller = new Caller("u", null, null, null, "o", role, scopes, null);
    assertThat(caller.may(scope)).isEqualTo(caller.permissions().contains(scope));
  }

  @Property
  void aHigherRolePermitsNoLess(
      @ForAll Role lower, @ForAll Role higher, @ForAll Set<Scope> scopes) {
    if (higher.atLeast(lower)) {
      assertThat(new Caller("u", null, null, null, "o", higher, scopes, null).permissions())
          .containsAll(new Caller("u", null, null, null, "o", lower, scopes, null).permissions());
    }
  }
}
