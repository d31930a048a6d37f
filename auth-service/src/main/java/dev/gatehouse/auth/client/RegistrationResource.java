package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.token.BearerTokenError;
import dev.gatehouse.auth.error.OAuthEndpoint;
import dev.gatehouse.auth.error.OAuthErrors;
import dev.gatehouse.auth.error.OAuthHttp;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Dynamic client registration (RFC 7591). */
@Path("/oauth/register")
class RegistrationResource {
  private static final OAuthEndpoint AT = OAuthEndpoint.REGISTER;

  private final RegistrationPolicy policy;
  private final Registration registration;
  private final RequestLimits limits;
  private final URI endpoint;

  RegistrationResource(
      RegistrationPolicy policy, Registration registration, RequestLimits limits, Origin origin) {
    this.policy = policy;
    this.registration = registration;
    this.limits = limits;
    this.endpoint = URI.create(origin.value() + AT.path());
  }

  @POST
  @PermitAll
  @Consumes(MediaType.WILDCARD)
  public Response register(
      @Context HttpHeaders headers, @Context HttpServerRequest request, @Nullable String body) {
    if (!policy.offered()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    return limits
        .registration(request)
        .map(wait -> RequestLimits.refusal(AT, wait))
        .orElseGet(() -> answer(headers, body));
  }

  private Response answer(HttpHeaders headers, @Nullable String body) {
    try {
      HTTPRequest http = OAuthHttp.post(endpoint, headers, body);
      if (!policy.permits(http.getAuthorization())) {
        registration.refused("initial-token");
        return notPermitted();
      }
      http.setAuthorization(null);
      return answer(
          registration.register(
              OAuthMessages.read(http, ClientRegistrationRequest::parse).getClientMetadata()));
    } catch (ParseException e) {
      return refuse(error(e));
    }
  }

  // RFC 6750 puts the error into a header; it is said in the body as well, as everywhere else.
  private static Response notPermitted() {
    BearerTokenError error = BearerTokenError.INVALID_TOKEN;
    return Response.fromResponse(
            OAuthHttp.response(new ClientRegistrationErrorResponse(error).toHTTPResponse()))
        .type(MediaType.APPLICATION_JSON)
        .entity(error.toJSONObject().toJSONString())
        .build();
  }

  private static Response answer(Registration.Result result) {
    return switch (result) {
      case Registration.Result.Registered registered ->
          OAuthHttp.response(
              new ClientInformationResponse(registered.information(), true).toHTTPResponse());
      case Registration.Result.Refused refused -> refuse(refused.error());
      case Registration.Result.Full _ ->
          RequestLimits.refusal(
              AT, Duration.ofMinutes(10), "Too many clients have registered that nobody uses");
    };
  }

  // RFC 7591 section 3.2.2 knows no invalid_request.
  private static ErrorObject error(ParseException e) {
    ErrorObject error = OAuthErrors.of(e);
    return RegistrationError.INVALID_REDIRECT_URI.getCode().equals(error.getCode())
        ? error
        : RegistrationError.INVALID_CLIENT_METADATA.setDescription(error.getDescription());
  }

  private static Response refuse(ErrorObject error) {
    return OAuthErrors.response(AT, error);
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return OAuthErrors.unforeseen(AT, e);
  }
}
