package dev.gatehouse.platform.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** OAuth scopes of Gatehouse's resources. None implies another. */
public enum Scope {
  READ("mcp:read"),
  WRITE("mcp:write"),
  ADMIN("mcp:admin");

  private final String value;

  Scope(String value) {
    this.value = value;
  }

  /** As it stands in a token's {@code scope} claim. */
  @JsonValue
  public String value() {
    return value;
  }

  /**
   * @throws IllegalArgumentException if there is no such scope
   */
  @JsonCreator
  public static Scope of(String value) {
    return find(value)
        .orElseThrow(() -> new IllegalArgumentException("no such scope: '" + value + "'"));
  }

  public static Optional<Scope> find(String value) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(value)).findFirst();
  }

  /** Reads a space-separated scope list (RFC 6749 section 3.3); scopes of others are left out. */
  public static Set<Scope> parseList(String list) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : list.split(" ")) {
      find(word).ifPresent(scopes::add);
    }
    return scopes;
  }

  /** The space-separated form, in the order of this enumeration. */
  public static String format(Set<Scope> scopes) {
    return Arrays.stream(values())
        .filter(scopes::contains)
        .map(Scope::value)
        .collect(Collectors.joining(" "));
  }
}
