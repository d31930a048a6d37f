package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An authorization server by its metadata (RFC 8414 section 2), as far as it is used. */
public final class AuthorizationServer {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final AuthorizationServerMetadata metadata;
  private final boolean readsDocuments;

  private AuthorizationServer(AuthorizationServerMetadata metadata, boolean readsDocuments) {
    this.metadata = metadata;
    this.readsDocuments = readsDocuments;
  }

  /**
   * @throws OAuthFailure if the document is not the metadata of this issuer
   */
  static AuthorizationServer read(String issuer, JsonNode document) throws OAuthFailure {
    if (!issuer.equals(document.path("issuer").textValue())) {
      throw OAuthFailure.unusable("The authorization server's metadata names another issuer");
    }
    try {
      return new AuthorizationServer(
          AuthorizationServerMetadata.parse(document.toString()),
          document.path("client_id_metadata_document_supported").asBoolean(false));
    } catch (ParseException e) {
      throw OAuthFailure.unusable("The authorization server's metadata cannot be read");
    }
  }

  String issuer() {
    return metadata.getIssuer().getValue();
  }

  /** Whether a client id may be the address of a client's metadata document. */
  boolean readsDocuments() {
    return readsDocuments;
  }

  /** Whether answers name the server (RFC 9207 section 3). */
  boolean namesItself() {
    return metadata.supportsAuthorizationResponseIssuerParam();
  }

  /**
   * @throws OAuthFailure if a browser must not be sent there, or the server has no PKCE
   */
  URI authorizationEndpoint() throws OAuthFailure {
    URI endpoint = metadata.getAuthorizationEndpointURI();
    if (endpoint == null || !mayBeOpened(endpoint)) {
      throw OAuthFailure.unusable("The authorization server has no endpoint that can be opened");
    }
    List<CodeChallengeMethod> methods = metadata.getCodeChallengeMethods();
    if (methods == null || !methods.contains(CodeChallengeMethod.S256)) {
      throw OAuthFailure.unusable("The authorization server does not say that it has PKCE (S256)");
    }
    return endpoint;
  }

  /** A link to anything else would run at the person who opens it. */
  private static boolean mayBeOpened(URI endpoint) {
    String host = endpoint.getHost();
    return host != null
        && endpoint.getRawUserInfo() == null
        && ("https".equalsIgnoreCase(endpoint.getScheme())
            || "http".equalsIgnoreCase(endpoint.getScheme()) && LOOPBACK.contains(host));
  }

  String tokenEndpoint() throws OAuthFailure {
    URI endpoint = metadata.getTokenEndpointURI();
    if (endpoint == null) {
      throw OAuthFailure.unusable("The authorization server has no token endpoint");
    }
    return endpoint.toString();
  }

  Optional<URI> registrationEndpoint() {
    return Optional.ofNullable(metadata.getRegistrationEndpointURI());
  }

  boolean hasScope(String scope) {
    return metadata.getScopes() != null && metadata.getScopes().contains(scope);
  }

  /** How a client with or without a secret is to authenticate (RFC 8414: basic if not said). */
  String method(@Nullable String secret) {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    if (secret == null) {
      return RegisteredClient.NONE;
    }
    return methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        ? RegisteredClient.POST
        : RegisteredClient.BASIC;
  }

  /** What to register for: a client that authenticates, where the server has it. */
  ClientAuthenticationMethod methodToRegister() {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    if (methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
      return ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }
    return methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        ? ClientAuthenticationMethod.CLIENT_SECRET_POST
        : ClientAuthenticationMethod.NONE;
  }
}
