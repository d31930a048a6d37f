package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** Each star may try every length: with a few of them a name is still matched at once. */
  static final int MAX_STARS = 5;

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
    if (pattern != null
        && (!isName(pattern) || pattern.chars().filter(c -> c == '*').count() > MAX_STARS)) {
      errors.add(
          new FieldError(
              "/pattern",
              "must be one line of 1 to %d characters with at most %d *"
                  .formatted(MAX_NAME, MAX_STARS)));
    }
    return errors;
  }

  /** Whether a name fits; what the tool may do is asked elsewhere. */
  boolean fits(String tool) {
    return (allowedTools == null || allowedTools.contains(tool))
        && (pattern == null || regex(pattern).matcher(tool).matches());
  }

  private static Pattern regex(String pattern) {
    String regex =
        pattern
            .codePoints()
            .mapToObj(c ->
                switch (c) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(c));
                })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  private static boolean isName(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= MAX_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }
}
