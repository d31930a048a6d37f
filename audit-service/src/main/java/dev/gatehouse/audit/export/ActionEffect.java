package dev.gatehouse.audit.export;

/** What an action does to its object, in words that other systems' schemas have as well. */
enum ActionEffect {
  /** A session, grant or token is there from now on. */
  BEGIN,
  /** It is no more. */
  END,
  CREATE,
  READ,
  UPDATE,
  DELETE,
  OTHER;

  /**
   * @param action dotted, its verb last
   */
  static ActionEffect of(String action) {
    String verb = action.substring(action.lastIndexOf('.') + 1);
    return ActionKind.of(action) == ActionKind.AUTHENTICATION ? ofAccess(verb) : ofThing(verb);
  }

  private static ActionEffect ofAccess(String verb) {
    return switch (verb) {
      case "sign-in", "issue", "authenticate" -> BEGIN;
      case "sign-out", "sign-out-everywhere", "end", "revoke" -> END;
      default -> OTHER;
    };
  }

  private static ActionEffect ofThing(String verb) {
    return switch (verb) {
      case "create", "add", "place", "register", "join", "publish" -> CREATE;
      case "read", "get", "verify", "export" -> READ;
      case "update", "change", "set", "order", "rotate", "change-password", "status" -> UPDATE;
      case "delete", "remove", "release", "revoke" -> DELETE;
      default -> OTHER;
    };
  }
}
