package dev.gatehouse.platform.security;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.platform.identity.AccessTokenRules;
import java.text.ParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads the claims of a verified token. */
public final class TokenClaims {
  private static final Pattern COMPACT = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

  private TokenClaims() {}

  /**
   * Whether a text has the form of a signed JWT (RFC 7515 section 3.1). To be asked before
   * quarkus-oidc is: it fails, instead of refusing, over some that have not.
   */
  public static boolean haveForm(String token) {
    return COMPACT.matcher(token).matches();
  }

  public static AccessTokenRules.Claims of(JsonWebToken token) {
    Set<String> audience = token.getAudience();
    return new AccessTokenRules.Claims(
        type(token.getRawToken()),
        token.getSubject(),
        audience == null ? Set.of() : audience,
        token.getClaim("org"),
        token.getClaim("client_id"),
        token.getClaim("grant_id"),
        token.getTokenID(),
        token.getClaim("scope"));
  }

  private static String type(String rawToken) {
    try {
      JOSEObjectType type = SignedJWT.parse(rawToken).getHeader().getType();
      return type == null ? "" : type.getType();
    } catch (ParseException _) {
      return "";
    }
  }
}
