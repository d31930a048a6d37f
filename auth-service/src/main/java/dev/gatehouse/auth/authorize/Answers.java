package dev.gatehouse.auth.authorize;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a browser goes with the answer to a client; always with the issuer (RFC 9207). */
@ApplicationScoped
public class Answers {
  private final Issuer issuer;

  Answers(Origin origin) {
    this.issuer = new Issuer(origin.value());
  }

  /** The address with a code. */
  public URI code(PendingAuthorization request, OpaqueToken code) {
    return new AuthorizationSuccessResponse(
            URI.create(request.redirectUri),
            new AuthorizationCode(code.value()),
            null,
            state(request),
            issuer,
            ResponseMode.QUERY)
        .toURI();
  }

  /** The address with an error. */
  public URI error(PendingAuthorization request, ErrorObject error) {
    return error(request.redirectUri, state(request), error);
  }

  URI error(String redirectUri, @Nullable State state, ErrorObject error) {
    return new AuthorizationErrorResponse(
            URI.create(redirectUri),
            OAuthEndpoint.AUTHORIZE.redirected(error),
            state,
            issuer,
            ResponseMode.QUERY)
        .toURI();
  }

  private static @Nullable State state(PendingAuthorization request) {
    return request.state == null ? null : new State(request.state);
  }
}
