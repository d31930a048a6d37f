package dev.gatehouse.platform.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a member may do at most in an organisation; each role includes those before it. */
public enum Role {
  VIEWER(EnumSet.of(Scope.READ)),
  EDITOR(EnumSet.of(Scope.READ, Scope.WRITE)),
  ADMIN(EnumSet.allOf(Scope.class)),
  OWNER(EnumSet.allOf(Scope.class));

  private final Set<Scope> scopes;

  Role(Set<Scope> scopes) {
    this.scopes = Set.copyOf(scopes);
  }

  /** The scopes that a member of this role can be granted. */
  public Set<Scope> scopes() {
    return scopes;
  }

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }

  @JsonValue
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is no such role
   */
  @JsonCreator
  public static Role of(String value) {
    for (Role role : values()) {
      if (role.value().equals(value)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no such role: '" + value + "'");
  }
}
