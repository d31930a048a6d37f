package dev.gatehouse.auth.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.auth.provider.ProviderException.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * Exchanges a provider's code for an ID token, and believes it only if it was signed by the
 * provider's key pair, for us, for this sign-in, and now (OpenID Connect Core section 3.1.3.7).
 */
@ApplicationScoped
class CodeRedemption {
  /** OpenID Connect Core section 2: at most 255 characters. */
  private static final Pattern SUBJECT =
      Pattern.compile("[^\\s\\p{C}](?:[^\\p{C}]{0,253}[^\\s\\p{C}])?");

  /** Providers that hang must not keep all threads. */
  private static final int AT_ONCE = 16;

  private final ProviderHttp http;
  private final Semaphore redemptions = new Semaphore(AT_ONCE);

  CodeRedemption(ProviderHttp http) {
    this.http = http;
  }

  /**
   * @throws ProviderException if the provider is away, refuses, or its token does not hold
   */
  IDTokenClaimsSet redeem(Provider provider, AuthorizationCodeGrant grant, Nonce nonce) {
    if (!redemptions.tryAcquire()) {
      throw new ProviderException(Rule.PROVIDER_AWAY, null);
    }
    try {
      return redeemNow(provider, grant, nonce);
    } finally {
      redemptions.release();
    }
  }

  private IDTokenClaimsSet redeemNow(Provider provider, AuthorizationCodeGrant grant, Nonce nonce) {
    Discovery.Known known = provider.discovery().get();
    HTTPResponse answer;
    try {
      answer = tokenRequest(provider, known, grant).toHTTPRequest().send(http);
    } catch (IOException e) {
      throw new ProviderException(Rule.PROVIDER_AWAY, e);
    }
    IDTokenClaimsSet claims = claims(idToken(answer), validator(provider, known), nonce);
    if (!madeFor(claims, provider.clientId()) || !hasPlainSubject(claims)) {
      throw new ProviderException(Rule.ID_TOKEN_INVALID, null);
    }
    return claims;
  }

  /** What the token endpoint gave for the code. */
  static JWT idToken(HTTPResponse answer) {
    try {
      return OAuthMessages.read(answer, OIDCTokenResponse::parse).getOIDCTokens().getIDToken();
    } catch (ParseException e) {
      throw new ProviderException(Rule.TOKEN_REFUSED, e);
    }
  }

  // Over some tokens the validator fails in ways that it does not declare.
  static IDTokenClaimsSet claims(JWT idToken, IDTokenValidator validator, Nonce nonce) {
    try {
      return validator.validate(idToken, nonce);
    } catch (BadJOSEException | JOSEException | RuntimeException e) {
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

  // The library trims it: two accounts that differ in a blank would be one.
  private static boolean hasPlainSubject(IDTokenClaimsSet claims) {
    String subject = claims.getStringClaim("sub");
    return subject != null && SUBJECT.matcher(subject).matches();
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
