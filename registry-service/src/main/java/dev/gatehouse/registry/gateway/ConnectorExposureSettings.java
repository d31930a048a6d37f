package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway shows of a connector besides tools; body of {@code PUT}.
 *
 * @param resources its resources and resource templates
 * @param prefix put before every name and URI; without one, only where two would be the same
 */
record ConnectorExposureSettings(boolean resources, boolean prompts, @Nullable String prefix) {
  /** The beginning of a URI's scheme (RFC 3986, section 3.1). */
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    return prefix == null || PREFIX.matcher(prefix).matches()
        ? List.of()
        : List.of(
            new FieldError("/prefix", "must be 1 to 32 of a-z 0-9 -, a letter at the beginning"));
  }
}
