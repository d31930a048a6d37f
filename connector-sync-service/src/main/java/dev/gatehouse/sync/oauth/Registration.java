package dev.gatehouse.sync.oauth;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes us known to an authorization server: as a person has registered us, by our metadata
 * document, or dynamically (RFC 7591), in this order.
 */
final class Registration {
  private final OAuthHttp http;

  Registration(OAuthHttp http) {
    this.http = http;
  }

  /**
   * @param known our client from an earlier time; used only at the server that it belongs to
   */
  RegisteredClient client(
      AuthorizationServer server, ClientProfile profile, @Nullable RegisteredClient known)
      throws OAuthFailure, InterruptedException {
    String id = profile.clientId();
    if (id != null) {
      String secret = profile.clientSecret();
      return new RegisteredClient(server.issuer(), id, secret, server.method(secret));
    }
    if (server.readsDocuments() && profile.document() != null) {
      return new RegisteredClient(
          server.issuer(), profile.document().toString(), null, RegisteredClient.NONE);
    }
    if (known != null && known.issuer().equals(server.issuer())) {
      return known;
    }
    URI endpoint = server.registrationEndpoint().orElse(null);
    if (endpoint == null) {
      throw OAuthFailure.unusable(
          "The authorization server does not take unknown clients: register Gatehouse there with"
              + " the redirect URI %s, and enter the client id".formatted(profile.redirectUri()));
    }
    return register(endpoint, server, profile);
  }

  private RegisteredClient register(URI endpoint, AuthorizationServer server, ClientProfile profile)
      throws OAuthFailure, InterruptedException {
    ClientMetadata metadata = new ClientMetadata();
    metadata.setName(profile.name());
    metadata.setRedirectionURI(profile.redirectUri());
    metadata.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
    metadata.setResponseTypes(Set.of(ResponseType.CODE));
    metadata.setTokenEndpointAuthMethod(server.methodToRegister());
    boolean https = "https".equals(profile.redirectUri().getScheme());
    metadata.setCustomField("application_type", https ? "web" : "native");
    try {
      ClientRegistrationResponse response =
          ClientRegistrationResponse.parse(
              http.send(new ClientRegistrationRequest(endpoint, metadata, null).toHTTPRequest()));
      if (!(response instanceof ClientInformationResponse success)) {
        throw OAuthFailure.unusable(
            "The authorization server refuses to register Gatehouse: "
                + TokenEndpoint.text(response.toErrorResponse().getErrorObject()));
      }
      return client(server, success.getClientInformation());
    } catch (ParseException e) {
      throw OAuthFailure.unusable(
          "The authorization server's answer to a registration is unreadable");
    }
  }

  private static RegisteredClient client(AuthorizationServer server, ClientInformation registered) {
    String secret = registered.getSecret() == null ? null : registered.getSecret().getValue();
    ClientAuthenticationMethod method = registered.getMetadata().getTokenEndpointAuthMethod();
    boolean known =
        method != null
            && Set.of(RegisteredClient.NONE, RegisteredClient.BASIC, RegisteredClient.POST)
                .contains(method.getValue());
    return new RegisteredClient(
        server.issuer(),
        registered.getID().getValue(),
        secret,
        known && (secret != null || method.equals(ClientAuthenticationMethod.NONE))
            ? method.getValue()
            : server.method(secret));
  }
}
