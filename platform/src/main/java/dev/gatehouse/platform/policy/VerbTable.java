package dev.gatehouse.platform.policy;

import dev.gatehouse.platform.identity.Scope;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The scope that a tool's name asks for by its first word, such as {@code delete_user}. */
final class VerbTable {
  private static final Map<String, Scope> SCOPES = new HashMap<>();

  static {
    put(Scope.READ, "list get check search render fetch query aggregate verify");
    put(
        Scope.WRITE,
        "create update deploy promote publish save move reorder toggle set test validate compile"
            + " execute chat clear export add remove sync approve reject start enable disable"
            + " attach detach");
    put(Scope.ADMIN, "delete revoke");
  }

  private static final Map<String, Scope> TABLE = Collections.unmodifiableMap(SCOPES);

  /** Empty if the first word says nothing. */
  static Optional<Scope> scope(String toolName) {
    return Optional.ofNullable(TABLE.get(firstWord(toolName)));
  }

  /** Up to the first separator or capital letter after it: get_user, get-user, getUser. */
  private static String firstWord(String name) {
    int end = 0;
    while (end < name.length() && Character.isLetter(name.charAt(end))) {
      if (end > 0
          && Character.isUpperCase(name.charAt(end))
          && Character.isLowerCase(name.charAt(end - 1))) {
        break;
      }
      end++;
    }
    return name.substring(0, end).toLowerCase(java.util.Locale.ROOT);
  }

  private static void put(Scope scope, String verbs) {
    Arrays.stream(verbs.split(" ")).forEach(verb -> SCOPES.put(verb, scope));
  }

  private VerbTable() {}
}
