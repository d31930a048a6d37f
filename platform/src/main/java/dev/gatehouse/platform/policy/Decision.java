package dev.gatehouse.platform.policy;

import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;

/** Whether a caller may use a tool, and by which rule. */
public sealed interface Decision {

  /** The rule that decided, as the audit record names it. */
  String rule();

  record Allowed(String rule) implements Decision {}

  /**
   * Not exposed, disabled or without an approved definition: for everybody there is no such tool.
   */
  record Unknown() implements Decision {
    @Override
    public String rule() {
      return "exposure";
    }
  }

  /** The token or key was not granted the scope: for it there is no such tool. */
  record LacksScope(Scope needed) implements Decision {
    @Override
    public String rule() {
      return "scope";
    }
  }

  /** The scope was granted, but the caller's role does not reach it. */
  record LacksRole(Role needed) implements Decision {
    @Override
    public String rule() {
      return "role";
    }
  }

  /** The key is good for another gateway. */
  record OtherGateway() implements Decision {
    @Override
    public String rule() {
      return "key-binding";
    }
  }
}
