package dev.gatehouse.platform.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.platform.identity.AccessTokenRules.Claims;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads the claims of a verified token. */
@Singleton
public final class TokenClaims {
  private static final Pattern COMPACT = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

  private final Optional<ExternalClaims> external;

  TokenClaims(AuthorizationServerConfig config) {
    this.external = config.issuer().map(issuer -> new ExternalClaims(issuer, config));
  }

  /**
   * Whether a text has the form of a signed JWT (RFC 7515 section 3.1). To be asked before
   * quarkus-oidc is: it fails, instead of refusing, over some that have not.
   */
  public static boolean haveForm(String token) {
    return COMPACT.matcher(token).matches();
  }

  public Claims of(JsonWebToken token) {
    try {
      SignedJWT raw = SignedJWT.parse(token.getRawToken());
      Claims own = own(token, raw.getHeader().getType());
      return external.isEmpty() ? own : external.get().map(own, raw.getJWTClaimsSet().getClaims());
    } catch (ParseException _) {
      return new Claims("", null, Set.of(), null, null, null, null, null, null);
    }
  }

  private static Claims own(JsonWebToken token, JOSEObjectType type) {
    Set<String> audience = token.getAudience();
    return new Claims(
        Optional.ofNullable(type).map(JOSEObjectType::getType).orElse(""),
        token.getSubject(),
        audience == null ? Set.of() : audience,
        token.getClaim("org"),
        token.getClaim("client_id"),
        token.getClaim("grant_id"),
        token.getTokenID(),
        token.getClaim("scope"),
        null);
  }
}
