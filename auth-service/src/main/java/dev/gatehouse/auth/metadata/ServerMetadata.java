package dev.gatehouse.auth.metadata;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.gatehouse.auth.client.DocumentUris;
import dev.gatehouse.auth.client.RegistrationPolicy;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;

/**
 * What this authorization server offers (RFC 8414). The members that OpenID Connect Discovery
 * requires are there too, for clients that look at its address only.
 */
@ApplicationScoped
class ServerMetadata {
  private static final List<ClientAuthenticationMethod> CLIENT_AUTHENTICATION =
      List.of(
          ClientAuthenticationMethod.NONE,
          ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
          ClientAuthenticationMethod.CLIENT_SECRET_POST,
          ClientAuthenticationMethod.PRIVATE_KEY_JWT);

  private static final List<JWSAlgorithm> ASSERTIONS =
      List.of(
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.RS256);

  private final String json;

  ServerMetadata(Origin origin, RegistrationPolicy registration, DocumentUris documents) {
    this.json = describe(origin, registration, documents).toJSONObject().toJSONString();
  }

  String json() {
    return json;
  }

  private static OIDCProviderMetadata describe(
      Origin origin, RegistrationPolicy registration, DocumentUris documents) {
    OIDCProviderMetadata metadata =
        new OIDCProviderMetadata(
            new Issuer(origin.value()), List.of(SubjectType.PUBLIC), at(origin, "/oauth/jwks"));
    metadata.setAuthorizationEndpointURI(at(origin, "/oauth/authorize"));
    metadata.setTokenEndpointURI(at(origin, "/oauth/token"));
    metadata.setRevocationEndpointURI(at(origin, "/oauth/revoke"));
    metadata.setIntrospectionEndpointURI(at(origin, "/oauth/introspect"));
    metadata.setPushedAuthorizationRequestEndpointURI(at(origin, "/oauth/par"));
    if (registration.offered()) {
      metadata.setRegistrationEndpointURI(at(origin, "/oauth/register"));
    }
    // The least; mcp:admin is for those who ask for it by name.
    metadata.setScopes(new Scope("mcp:read", "mcp:write"));
    metadata.setResponseTypes(List.of(ResponseType.CODE));
    metadata.setResponseModes(List.of(ResponseMode.QUERY));
    metadata.setGrantTypes(
        List.of(
            GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS));
    metadata.setCodeChallengeMethods(List.of(CodeChallengeMethod.S256));
    metadata.setTokenEndpointAuthMethods(CLIENT_AUTHENTICATION);
    metadata.setTokenEndpointJWSAlgs(ASSERTIONS);
    metadata.setRevocationEndpointAuthMethods(CLIENT_AUTHENTICATION);
    metadata.setRevocationEndpointJWSAlgs(ASSERTIONS);
    metadata.setIntrospectionEndpointAuthMethods(
        CLIENT_AUTHENTICATION.stream()
            .filter(method -> !method.equals(ClientAuthenticationMethod.NONE))
            .toList());
    metadata.setIntrospectionEndpointJWSAlgs(ASSERTIONS);
    if (documents.enabled()) {
      metadata.setCustomParameter("client_id_metadata_document_supported", true);
    }
    metadata.setPromptTypes(
        List.of(
            Prompt.Type.NONE, Prompt.Type.LOGIN, Prompt.Type.CONSENT, Prompt.Type.SELECT_ACCOUNT));
    metadata.setSupportsAuthorizationResponseIssuerParam(true);
    metadata.setSupportsRequestURIParam(false);
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.ES256));
    return metadata;
  }

  private static URI at(Origin origin, String path) {
    return URI.create(origin.value() + path);
  }
}
