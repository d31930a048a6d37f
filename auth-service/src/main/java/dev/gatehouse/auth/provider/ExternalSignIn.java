package dev.gatehouse.auth.provider;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.WayOn;
import dev.gatehouse.auth.provider.ProviderException.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends a person to a provider and reads what comes back: authorization code flow with PKCE, state,
 * nonce and the issuer of the answer (RFC 9207).
 */
@ApplicationScoped
class ExternalSignIn {
  /** As {@code max_age}: Nimbus leaves it out of the request. */
  private static final int UNLIMITED = -1;

  private final SignInRequests requests;
  private final CodeRedemption redemption;

  ExternalSignIn(SignInRequests requests, CodeRedemption redemption) {
    this.requests = requests;
    this.redemption = redemption;
  }

  /**
   * Where the browser has to go.
   *
   * @param next what to go on to afterwards
   * @throws ProviderException if the provider is away, or says that it is another
   */
  URI start(Provider provider, Browser browser, Optional<WayOn.Step> next) {
    Discovery.Known known = provider.discovery().get();
    OpaqueToken state = OpaqueToken.generate();
    SignInRequest request =
        new SignInRequest(state, browser, provider.name(), next.map(WayOn.Step::path).orElse(null));
    requests.keep(request);
    Optional<Instant> again =
        next.map(WayOn.Step::signInAfter).filter(time -> time.isAfter(Instant.EPOCH));
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            Scope.parse(provider.config().scope()),
            provider.clientId(),
            provider.redirectUri())
        .endpointURI(known.metadata().getAuthorizationEndpointURI())
        .state(new State(state.value()))
        .nonce(request.nonce(browser))
        .prompt(again.map(_ -> new Prompt(Prompt.Type.LOGIN)).orElse(null))
        .maxAge(again.map(ExternalSignIn::maxAge).orElse(UNLIMITED))
        .codeChallenge(request.codeVerifier(browser), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  // With max_age the ID token has to say when the person authenticated; that is looked at later.
  private static int maxAge(Instant signInAfter) {
    return Math.clamp(
        Duration.between(signInAfter, Instant.now()).toSeconds(), 0, Integer.MAX_VALUE);
  }

  /**
   * What a provider's answer says; empty if nobody waits for it in this browser.
   *
   * @param query of the URI that the browser was sent to; null if it had none
   * @throws ProviderException if the answer is an error, or does not hold
   */
  Optional<SignedInThere> finish(Provider provider, Browser browser, @Nullable String query) {
    return read(provider.redirectUri(), query)
        .filter(response -> response.getState() != null)
        .flatMap(response ->
            requests
                .take(response.getState().getValue(), provider, browser)
                .map(request -> finish(provider, browser, response, request)));
  }

  private SignedInThere finish(
      Provider provider, Browser browser, AuthenticationResponse response, SignInRequest request) {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            code(provider, response), provider.redirectUri(), request.codeVerifier(browser));
    return new SignedInThere(
        redemption.redeem(provider, grant, request.nonce(browser)), request.next);
  }

  /** Anybody can have a browser send anything there; empty if it is no answer. */
  static Optional<AuthenticationResponse> read(URI redirectUri, @Nullable String query) {
    try {
      return Optional.of(
          OAuthMessages.read(
              query == null ? "" : query,
              text ->
                  AuthenticationResponseParser.parse(redirectUri, URLUtils.parseParameters(text))));
    } catch (ParseException _) {
      return Optional.empty();
    }
  }

  private static AuthorizationCode code(Provider provider, AuthenticationResponse response) {
    boolean promised =
        provider.discovery().get().metadata().supportsAuthorizationResponseIssuerParam();
    if (response.getIssuer() == null ? promised : !response.getIssuer().equals(provider.issuer())) {
      throw new ProviderException(Rule.WRONG_ISSUER, null);
    }
    AuthorizationCode code =
        response instanceof AuthenticationErrorResponse
            ? null
            : response.toSuccessResponse().getAuthorizationCode();
    if (code == null) {
      throw new ProviderException(Rule.PROVIDER_REFUSED, null);
    }
    return code;
  }
}
