package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which tools of a connector: those that fit everything that is given, all where nothing is.
 *
 * @param allowedTools the upstream's names of the only ones
 * @param pattern of the upstream's names; {@code *} stands for any characters, {@code ?} for one
 * @param readOnly only those that {@code mcp:read} is enough for
 */
public record ToolFilter(
    @Nullable List<String> allowedTools, @Nullable String pattern, @Nullable Boolean readOnly) {
  public static final ToolFilter ALL = new ToolFilter(null, null, null);

  static final int MAX_TOOLS = 10_000;
  static final int MAX_NAME = 256;

  public ToolFilter {
    // one with a null in it is refused by check, which has to see it
    allowedTools =
        allowedTools == null || allowedTools.stream().anyMatch(Objects::isNull)
            ? allowedTools
            : List.copyOf(allowedTools);
  }

  /** Everything that is wrong; empty if nothing is. */
  public List<FieldError> check() {
    List<FieldError> errors = new ArrayList<>();
    if (allowedTools != null && allowedTools.size() > MAX_TOOLS) {
      errors.add(
          new FieldError("/allowedTools", "must not have more than " + MAX_TOOLS + " entries"));
    } else if (allowedTools != null) {
      for (int i = 0; i < allowedTools.size(); i++) {
        if (!isName(allowedTools.get(i))) {
          errors.add(new FieldError("/allowedTools/" + i, "is not a name of a tool"));
        }
      }
    }
    if (pattern != null && !isName(pattern)) {
      errors.add(
          new FieldError("/pattern", "must be one line of 1 to " + MAX_NAME + " characters"));
    }
    return errors;
  }

  /** Which names fit; what the tool may do is asked elsewhere. */
  Predicate<String> names() {
    Set<String> only = allowedTools == null ? null : Set.copyOf(allowedTools);
    return tool ->
        (only == null || only.contains(tool)) && (pattern == null || matches(pattern, tool));
  }

  /**
   * Goes back to the last star only: what an earlier one took need never be more. So it takes the
   * product of both lengths at most, whatever a pattern looks like.
   */
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int taken = 0;
    while (in < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        taken = in;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++taken;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean isName(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= MAX_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }
}
