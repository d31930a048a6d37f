package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway shows a tool; body of {@code PATCH}.
 *
 * @param alias what clients see instead of the upstream's name
 * @param description what clients see instead of the upstream's
 * @param enabled true unless set
 * @param neededScope instead of the one that follows from name and annotations; set by
 *     administrators
 */
record ExposureSettings(
    @Nullable String alias,
    @Nullable String description,
    @Nullable Boolean enabled,
    @Nullable Scope neededScope) {
  static final ExposureSettings DEFAULT = new ExposureSettings(null, null, null, null);
  static final int MAX_DESCRIPTION = 16_000;

  /** Tool names of MCP since revision 2025-11-25. */
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    List<FieldError> errors = new ArrayList<>();
    if (alias != null && !ALIAS.matcher(alias).matches()) {
      errors.add(new FieldError("/alias", "must be 1 to 128 of A-Z a-z 0-9 _ - ."));
    }
    if (description != null
        && (description.length() > MAX_DESCRIPTION || description.indexOf('\0') >= 0)) {
      errors.add(
          new FieldError("/description", "must be at most " + MAX_DESCRIPTION + " characters"));
    }
    return errors;
  }
}
