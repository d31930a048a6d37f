package dev.gatehouse.auth.error;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries requests to Nimbus, which parses them, and its responses back. */
public final class OAuthHttp {
  private OAuthHttp() {}

  /**
   * A POST as Nimbus sees it.
   *
   * @throws ParseException if it has no content type that can be read
   */
  public static HTTPRequest post(URI endpoint, HttpHeaders headers, @Nullable String body)
      throws ParseException {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, endpoint);
    String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (contentType == null || body == null || body.isBlank()) {
      throw new ParseException("an empty request", OAuth2Error.INVALID_REQUEST);
    }
    try {
      request.setContentType(contentType);
    } catch (ParseException e) {
      throw new ParseException("no content type", OAuth2Error.INVALID_REQUEST, e);
    }
    String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      request.setAuthorization(authorization);
    }
    request.setBody(body);
    return request;
  }

  /**
   * A form POST as Nimbus sees it.
   *
   * @throws ParseException if it is not a form, names a parameter twice, or has more than one way
   *     of client authentication (RFC 6749 section 2.3)
   */
  public static HTTPRequest form(URI endpoint, HttpHeaders headers, @Nullable String body)
      throws ParseException {
    HTTPRequest request = post(endpoint, headers, body);
    Map<String, List<String>> parameters = request.getBodyAsFormParameters();
    rejectOdd(parameters);
    boolean header = request.getAuthorization() != null;
    boolean secret = parameters.containsKey("client_secret");
    boolean assertion = parameters.containsKey("client_assertion");
    if (header ? secret || assertion : secret && assertion) {
      throw invalid("The client authenticates in more than one way");
    }
    return request;
  }

  /**
   * Parameters occur once, also with the same value (OAuth 2.1 section 3.1), and consist of visible
   * characters (appendix A); Nimbus lets other things pass.
   *
   * @throws ParseException if one but {@code resource} occurs twice, or has control characters
   */
  public static void rejectOdd(Map<String, List<String>> parameters) throws ParseException {
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      if (parameter.getValue().size() > 1 && !parameter.getKey().equals("resource")) {
        throw invalid("A parameter occurs more than once");
      }
      if (parameter.getValue().stream().anyMatch(OAuthHttp::hasControls)) {
        throw invalid("A parameter has control characters");
      }
    }
  }

  private static boolean hasControls(String value) {
    return value.chars().anyMatch(Character::isISOControl);
  }

  private static ParseException invalid(String why) {
    return new ParseException(why, OAuth2Error.INVALID_REQUEST.setDescription(why));
  }

  /** A response of Nimbus; nothing that OAuth answers may be cached. */
  public static Response response(HTTPResponse message) {
    Response.ResponseBuilder response = Response.status(message.getStatusCode());
    Map<String, List<String>> headers = message.getHeaderMap();
    headers.forEach((name, values) -> values.forEach(value -> response.header(name, value)));
    if (!headers.containsKey(HttpHeaders.CACHE_CONTROL)) {
      response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return message.getBody() == null
        ? response.build()
        : response.entity(message.getBody()).build();
  }
}
