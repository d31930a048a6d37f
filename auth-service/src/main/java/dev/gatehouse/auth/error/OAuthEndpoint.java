package dev.gatehouse.auth.error;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The endpoints that clients talk to, with every error that each may answer: whatever else is found
 * to be wrong is told as {@code invalid_request}, or what comes nearest to it. A test provokes each
 * of them.
 */
public enum OAuthEndpoint {
  /** By redirects with an error, and by pages where there is nowhere to redirect to. */
  AUTHORIZE(
      "/oauth/authorize",
      "303 invalid_request",
      "303 unauthorized_client",
      "303 access_denied",
      "303 unsupported_response_type",
      "303 invalid_scope",
      "303 invalid_target",
      "303 login_required",
      "303 consent_required",
      "303 request_not_supported",
      "303 request_uri_not_supported",
      "400 page",
      "429 page",
      "500 page",
      "503 page"),
  PAR(
      "/oauth/par",
      "400 invalid_request",
      "400 unauthorized_client",
      "400 unsupported_response_type",
      "400 invalid_scope",
      "400 invalid_target",
      "400 request_not_supported",
      "401 invalid_client",
      "405 invalid_request",
      "413 invalid_request",
      "429 temporarily_unavailable",
      "500 server_error",
      "503 temporarily_unavailable"),
  TOKEN(
      "/oauth/token",
      "400 invalid_request",
      "400 invalid_grant",
      "400 unauthorized_client",
      "400 unsupported_grant_type",
      "400 invalid_scope",
      "400 invalid_target",
      "401 invalid_client",
      "405 invalid_request",
      "413 invalid_request",
      "429 temporarily_unavailable",
      "500 server_error",
      "503 temporarily_unavailable"),
  REVOKE(
      "/oauth/revoke",
      "400 invalid_request",
      "401 invalid_client",
      "405 invalid_request",
      "413 invalid_request",
      "429 temporarily_unavailable",
      "500 server_error",
      "503 temporarily_unavailable"),
  INTROSPECT(
      "/oauth/introspect",
      "400 invalid_request",
      "401 invalid_client",
      "403 unauthorized_client",
      "405 invalid_request",
      "413 invalid_request",
      "429 temporarily_unavailable",
      "500 server_error",
      "503 temporarily_unavailable"),
  REGISTER(
      "/oauth/register",
      "400 invalid_redirect_uri",
      "400 invalid_client_metadata",
      "401 invalid_token",
      "405 invalid_request",
      "413 invalid_request",
      "429 temporarily_unavailable",
      "500 server_error"),
  JWKS("/oauth/jwks", "500 server_error", "503 temporarily_unavailable");

  private static final ErrorObject FAILED = OAuth2Error.SERVER_ERROR.setHTTPStatusCode(500);

  private final String path;
  private final Set<Refusal> refusals;

  OAuthEndpoint(String path, String... refusals) {
    this.path = path;
    this.refusals = Arrays.stream(refusals).map(Refusal::parse).collect(toUnmodifiableSet());
  }

  /**
   * One way to refuse.
   *
   * @param error code of RFC 6749 and its extensions; {@code page} for a page that a person sees
   */
  public record Refusal(int status, String error) {
    private static Refusal parse(String text) {
      String[] parts = text.split(" ", 2);
      return new Refusal(Integer.parseInt(parts[0]), parts[1]);
    }
  }

  public String path() {
    return path;
  }

  public Set<Refusal> refusals() {
    return refusals;
  }

  /** Those that read the bodies of POST requests. */
  static Stream<OAuthEndpoint> takingPosts() {
    return Stream.of(PAR, TOKEN, REVOKE, INTROSPECT, REGISTER);
  }

  /**
   * The error as this endpoint may tell it.
   *
   * @param error with the status that it is to be told with
   */
  ErrorObject tellable(ErrorObject error) {
    if (tells(error)) {
      return error;
    }
    // RFC 7591 section 3.2.2 knows no invalid_request, and keys are asked for without a word.
    return error.getHTTPStatusCode() >= 500
        ? FAILED
        : Stream.of(OAuth2Error.INVALID_REQUEST, RegistrationError.INVALID_CLIENT_METADATA)
            .map(known -> known.setDescription(error.getDescription()))
            .filter(this::tells)
            .findFirst()
            .orElse(FAILED);
  }

  private boolean tells(ErrorObject error) {
    return refusals.contains(new Refusal(error.getHTTPStatusCode(), error.getCode()));
  }

  /** An error that is told by a redirect. */
  public ErrorObject redirected(ErrorObject error) {
    return refusals.contains(new Refusal(303, error.getCode()))
        ? error
        : OAuth2Error.INVALID_REQUEST.setDescription(error.getDescription());
  }
}
