package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.platform.identity.Scope;
import java.util.EnumSet;
import java.util.Set;

/** An organisation that a person may let a client into, and what the client would get there. */
record Choice(Member member, Set<Scope> scopes) {

  static Choice of(Member member, Set<Scope> asked) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    scopes.addAll(asked);
    scopes.retainAll(member.role().scopes());
    return new Choice(member, scopes);
  }

  boolean useful() {
    return !scopes.isEmpty();
  }
}
