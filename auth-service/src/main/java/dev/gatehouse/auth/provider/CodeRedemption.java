package dev.gatehouse.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.gatehouse.auth.provider.ProviderException.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/**
 * Exchanges a provider's code for an ID token, and believes it only if it was signed by the
 * provider's key pair, for us, for this sign-in, and now (OpenID Connect Core section 3.1.3.7).
 */
@ApplicationScoped
class CodeRedemption {
  private final ProviderHttp http;

  CodeRedemption(ProviderHttp http) {
    this.http = http;
  }

  /**
   * @throws ProviderException if the provider is away, refuses, or its token does not hold
   */
  IDTokenClaimsSet redeem(Provider provider, SignInRequest request, AuthorizationCode code) {
    Discovery.Known known = provider.discovery().get();
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            code, provider.redirectUri(), new CodeVerifier(request.codeVerifier));
    try {
      OIDCTokenResponse tokens =
          OIDCTokenResponse.parse(tokenRequest(provider, known, grant).toHTTPRequest().send(http));
      IDTokenClaimsSet claims =
          validator(provider, known)
              .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(request.nonce));
      if (!madeFor(claims, provider.clientId())) {
        throw new ProviderException(Rule.ID_TOKEN_INVALID, null);
      }
      return claims;
    } catch (IOException e) {
      throw new ProviderException(Rule.PROVIDER_AWAY, e);
    } catch (ParseException e) {
      throw new ProviderException(Rule.TOKEN_REFUSED, e);
    } catch (BadJOSEException | JOSEException e) {
      throw new ProviderException(Rule.ID_TOKEN_INVALID, e);
    }
  }

  // The library looks at the audience; a token can still have been made for another client.
  private static boolean madeFor(IDTokenClaimsSet claims, ClientID client) {
    AuthorizedParty party = claims.getAuthorizedParty();
    return party == null
        ? claims.getAudience().size() == 1
        : party.getValue().equals(client.getValue());
  }

  private static TokenRequest tokenRequest(
      Provider provider, Discovery.Known known, AuthorizationCodeGrant grant) {
    return provider
        .config()
        .clientSecret()
        .map(secret ->
            new TokenRequest.Builder(
                    known.metadata().getTokenEndpointURI(),
                    authentication(provider, known, new Secret(secret)),
                    grant)
                .build())
        .orElseGet(() ->
            new TokenRequest.Builder(
                    known.metadata().getTokenEndpointURI(), provider.clientId(), grant)
                .build());
  }

  private static ClientAuthentication authentication(
      Provider provider, Discovery.Known known, Secret secret) {
    List<ClientAuthenticationMethod> methods = known.metadata().getTokenEndpointAuthMethods();
    boolean basic =
        methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    return basic
        ? new ClientSecretBasic(provider.clientId(), secret)
        : new ClientSecretPost(provider.clientId(), secret);
  }

  private static IDTokenValidator validator(Provider provider, Discovery.Known known) {
    return new IDTokenValidator(
        provider.issuer(),
        provider.clientId(),
        new JWSVerificationKeySelector<>(known.algorithms(), known.keys()),
        null);
  }
}
