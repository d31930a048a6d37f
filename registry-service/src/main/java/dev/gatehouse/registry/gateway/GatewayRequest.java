package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST} and, as it is after the patch, of {@code PATCH}. The slug is derived and
 * never taken.
 */
public record GatewayRequest(
    @Nullable String name,
    @Nullable String description,
    @Nullable Boolean enabled,
    @Nullable Settings settings) {
  static final int MAX_PER_MINUTE = 1_000_000;
  static final int MAX_NAME = 200;
  static final int MAX_DESCRIPTION = 4_000;

  /**
   * What the gateway allows.
   *
   * @param apiKeysAllowed true unless set
   * @param queryKeyAllowed whether {@code ?apiKey=} is taken; false unless set
   * @param scopeMode {@code hide} unless set
   * @param rateLimits none unless set; the operator's hold as well
   */
  public record Settings(
      @Nullable Boolean apiKeysAllowed,
      @Nullable Boolean queryKeyAllowed,
      @Nullable ScopeMode scopeMode,
      @Nullable RateLimits rateLimits) {
    static final Settings DEFAULT = new Settings(null, null, null, null);
  }

  /**
   * Messages a minute that each replica of the gateway serves; a minute's worth may come at once.
   *
   * @param perMinute of all callers together
   * @param callerPerMinute of each caller
   */
  public record RateLimits(@Nullable Integer perMinute, @Nullable Integer callerPerMinute) {
    static final RateLimits NONE = new RateLimits(null, null);
  }

  public static GatewayRequest of(Gateway gateway) {
    return new GatewayRequest(
        gateway.name, gateway.description, gateway.enabled, gateway.settings());
  }

  /** Everything that is wrong; empty if nothing is. */
  public List<FieldError> check() {
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
    if (settings != null && settings.rateLimits() != null) {
      checkLimit("perMinute", settings.rateLimits().perMinute(), errors);
      checkLimit("callerPerMinute", settings.rateLimits().callerPerMinute(), errors);
    }
    return errors;
  }

  private static void checkLimit(String member, @Nullable Integer limit, List<FieldError> errors) {
    if (limit != null && (limit < 1 || limit > MAX_PER_MINUTE)) {
      errors.add(
          new FieldError("/settings/rateLimits/" + member, "must be from 1 to " + MAX_PER_MINUTE));
    }
  }
}
