package dev.gatehouse.platform.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization server whose access tokens are taken: auth-service, unless another is named.
 * API keys and organisations stay with auth-service in any case.
 */
@ConfigMapping(prefix = "gatehouse.authorization-server")
public interface AuthorizationServerConfig {

  /**
   * Issuer of another authorization server, as its tokens say it; auth-service's own tokens are not
   * taken then. {@code gatehouse.jwks-url} has to be that server's.
   */
  Optional<String> issuer();

  /** How its tokens are signed. */
  @WithDefault("ES256")
  String signatureAlgorithm();

  /** The {@code typ} header of its access tokens; {@code at+jwt} by RFC 9068. */
  @WithDefault("at+jwt")
  String tokenType();

  /**
   * An audience that its tokens carry for the whole suite, where it cannot issue tokens for one
   * resource (RFC 8707); otherwise each token is good for the resource that is its audience.
   */
  Optional<String> audience();

  /** Claim with the id or slug of the one organisation that the token is for; dots lead inside. */
  @WithDefault("org")
  String organisationClaim();

  /** Claim with the person's roles there, such as {@code realm_access.roles}. */
  @WithDefault("roles")
  String roleClaim();

  /** What the claim says for a role, by role; the role's own name unless set. */
  Map<String, String> roleValues();
}
