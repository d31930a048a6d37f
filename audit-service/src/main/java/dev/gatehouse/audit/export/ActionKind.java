package dev.gatehouse.audit.export;

/** What an action is about, in words that other systems' schemas have as well. */
enum ActionKind {
  /** Something was used: a tool, a connector's server, the trail itself. */
  API,
  /** Somebody signed in or out, or got or lost a token. */
  AUTHENTICATION,
  /** Accounts, members, clients, keys and what they may do. */
  IAM,
  /** Everything else that is set up. */
  CONFIGURATION;

  /**
   * @param action dotted, object first; one that this version does not know is of configuration
   */
  static ActionKind of(String action) {
    return switch (action) {
      case "audit.read",
          "audit.verify",
          "audit.export",
          "audit.gap",
          "connector.sync",
          "connector.test" ->
          API;
      case "client.authenticate", "connector.token.renew" -> AUTHENTICATION;
      default -> ofObject(action.substring(0, Math.max(action.indexOf('.'), 0)));
    };
  }

  private static ActionKind ofObject(String object) {
    return switch (object) {
      case "tool", "resource", "prompt", "completion" -> API;
      case "session", "consent", "token", "grant" -> AUTHENTICATION;
      case "user", "member", "organisation", "client", "api-key" -> IAM;
      default -> CONFIGURATION;
    };
  }
}
