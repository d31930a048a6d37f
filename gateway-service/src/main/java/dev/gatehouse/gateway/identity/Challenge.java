package dev.gatehouse.gateway.identity;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.security.Origin;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code WWW-Authenticate} values (RFC 6750, RFC 9728 section 5.1). */
@Singleton
public final class Challenge {
  /** What a client is told to ask for; administration is granted only when asked for by itself. */
  public static final Set<Scope> USUAL = Set.of(Scope.READ, Scope.WRITE);

  /** Path prefix of the metadata of protected resources (RFC 9728). */
  public static final String METADATA_PREFIX = "/.well-known/oauth-protected-resource";

  private final Origin origin;

  Challenge(Origin origin) {
    this.origin = origin;
  }

  /** Where the metadata of a gateway as a protected resource is. */
  public String metadata(Gateway gateway) {
    return origin.value() + METADATA_PREFIX + gateway.resource().substring(origin.value().length());
  }

  public String signIn(Gateway gateway) {
    return "Bearer " + rest(gateway, USUAL);
  }

  public String invalidToken(Gateway gateway, String reason) {
    return "Bearer error=\"invalid_token\", error_description=\""
        + reason.replace('"', '\'')
        + "\", "
        + rest(gateway, USUAL);
  }

  /**
   * @param all everything that the operation needs, in one challenge
   */
  public String insufficientScope(Gateway gateway, Set<Scope> all) {
    return "Bearer error=\"insufficient_scope\", " + rest(gateway, all);
  }

  private String rest(Gateway gateway, Set<Scope> scopes) {
    return "scope=\""
        + Scope.format(scopes)
        + "\", resource_metadata=\""
        + metadata(gateway)
        + "\"";
  }
}
