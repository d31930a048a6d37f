package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and, as it is after the patch, of {@code PATCH}. The slug is derived and
 * never taken.
 */
record GatewayRequest(
    @Nullable String name,
    @Nullable String description,
    @Nullable Boolean enabled,
    @Nullable Settings settings) {
  static final int MAX_NAME = 200;
  static final int MAX_DESCRIPTION = 4_000;

  /**
   * What the gateway allows.
   *
   * @param apiKeysAllowed true unless set
   * @param queryKeyAllowed whether {@code ?apiKey=} is taken; false unless set
   * @param scopeMode {@code hide} unless set
   */
  record Settings(
      @Nullable Boolean apiKeysAllowed,
      @Nullable Boolean queryKeyAllowed,
      @Nullable ScopeMode scopeMode) {
    static final Settings DEFAULT = new Settings(null, null, null);
  }

  static GatewayRequest of(Gateway gateway) {
    return new GatewayRequest(
        gateway.name,
        gateway.description,
        gateway.enabled,
        new Settings(gateway.apiKeysAllowed, gateway.queryKeyAllowed, gateway.scopeMode));
  }

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check() {
    List<FieldError> errors = new ArrayList<>();
    if (name == null
        || name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      errors.add(new FieldError("/name", "must be one line of 1 to " + MAX_NAME + " characters"));
    }
    if (description != null
        && (description.length() > MAX_DESCRIPTION || description.indexOf('\0') >= 0)) {
      errors.add(
          new FieldError("/description", "must be at most " + MAX_DESCRIPTION + " characters"));
    }
    return errors;
  }
}
