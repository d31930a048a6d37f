package dev.gatehouse.auth.error;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;

/** Errors of OAuth endpoints as RFC 6749 section 5.2 has them. */
public final class OAuthErrors {
  private static final Logger LOG = Logger.getLogger(OAuthErrors.class);

  private OAuthErrors() {}

  /** What a message that cannot be read means in OAuth's words. */
  public static ErrorObject of(ParseException e) {
    ErrorObject error = e.getErrorObject();
    if (error == null) {
      return OAuth2Error.INVALID_REQUEST.setDescription(
          ErrorObject.removeIllegalChars(String.valueOf(e.getMessage())));
    }
    return error;
  }

  /** An error as an endpoint tells it. */
  public static Response response(OAuthEndpoint at, ErrorObject found) {
    ErrorObject error = at.tellable(found);
    Response response = OAuthHttp.response(new TokenErrorResponse(error).toHTTPResponse());
    return error.getHTTPStatusCode() == 401
        ? Response.fromResponse(response)
            .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"gatehouse\"")
            .build()
        : response;
  }

  /** What was not foreseen says nothing of itself; keys that cannot be had are said to be away. */
  public static Response unforeseen(OAuthEndpoint at, Exception e) {
    if (e instanceof VaultException) {
      LOG.errorf("Tokens cannot be signed now: %s", e.getMessage());
      return unavailable(at, "Tokens cannot be issued at the moment");
    }
    if (e instanceof TryAgainException) {
      LOG.warnf("An OAuth request was put off: %s", e.getMessage());
      return unavailable(at, "Try again in a moment");
    }
    if (e instanceof WebApplicationException asked && asked.getResponse().getStatus() < 500) {
      return response(
          at,
          OAuth2Error.INVALID_REQUEST
              .setHTTPStatusCode(asked.getResponse().getStatus())
              .setDescription("The request cannot be read"));
    }
    LOG.error("An OAuth request failed in a way that was not foreseen", e);
    return response(at, OAuth2Error.SERVER_ERROR.setHTTPStatusCode(500));
  }

  private static Response unavailable(OAuthEndpoint at, String why) {
    ErrorObject error =
        OAuth2Error.TEMPORARILY_UNAVAILABLE.setHTTPStatusCode(503).setDescription(why);
    return Response.fromResponse(response(at, error)).header(HttpHeaders.RETRY_AFTER, "5").build();
  }
}
