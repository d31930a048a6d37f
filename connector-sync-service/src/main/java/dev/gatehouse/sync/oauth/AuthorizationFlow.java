package dev.gatehouse.sync.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.platform.http.SafeHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An authorization at an upstream, from its address to tokens. Blocks; stores nothing. */
public final class AuthorizationFlow {
  private static final String OFFLINE = "offline_access";

  private final ResourceDiscovery resources;
  private final ServerDiscovery servers;
  private final Registration registration;
  private final TokenEndpoint tokens;

  /**
   * @param limit of each request
   */
  public AuthorizationFlow(SafeHttpClient http, Duration limit) {
    OAuthHttp oauth = new OAuthHttp(http, limit);
    this.resources = new ResourceDiscovery(http, limit);
    this.servers = new ServerDiscovery(http, limit);
    this.registration = new Registration(oauth);
    this.tokens = new TokenEndpoint(oauth);
  }

  /**
   * What is wanted.
   *
   * @param challenge that the upstream refused a request with; null if none is at hand
   * @param issuer the one that is accepted; null for the upstream's choice
   * @param scopes a person's choice; empty for what the upstream asks for
   * @param alreadyGranted kept when more is asked for
   */
  public record Wish(
      URI url,
      @Nullable Challenge challenge,
      @Nullable String issuer,
      List<String> scopes,
      String alreadyGranted) {}

  /** Where a browser is to go, and what to keep until it is back. */
  public record Begun(URI location, Pending pending) {}

  /**
   * Gets ready to ask for tokens; talks to the upstream and to its authorization server.
   *
   * @param known our client there from an earlier time, or null
   */
  public TokenSource source(Wish wish, ClientProfile profile, @Nullable RegisteredClient known)
      throws OAuthFailure, InterruptedException {
    return prepare(wish, profile, known, false).source();
  }

  private record Prepared(AuthorizationServer server, TokenSource source) {}

  /**
   * @param lasting whether a person grants it, for longer than they stay
   */
  private Prepared prepare(
      Wish wish, ClientProfile profile, @Nullable RegisteredClient known, boolean lasting)
      throws OAuthFailure, InterruptedException {
    Optional<ProtectedResource> resource = resources.find(wish.url(), wish.challenge());
    AuthorizationServer server = servers.find(issuer(wish, resource.orElse(null)));
    RegisteredClient client = registration.client(server, profile, known);
    String identifier = resource.map(ProtectedResource::resource).orElse(canonical(wish.url()));
    return new Prepared(
        server,
        new TokenSource(
            server.tokenEndpoint(),
            client,
            identifier,
            scope(wish, resource.orElse(null), lasting && server.hasScope(OFFLINE))));
  }

  public Begun begin(Wish wish, ClientProfile profile, @Nullable RegisteredClient known)
      throws OAuthFailure, InterruptedException {
    Prepared prepared = prepare(wish, profile, known, true);
    TokenSource source = prepared.source();
    CodeVerifier verifier = new CodeVerifier();
    State state = new State(32);
    AuthorizationRequest.Builder request =
        new AuthorizationRequest.Builder(
                ResponseType.CODE, new ClientID(source.client().clientId()))
            .endpointURI(prepared.server().authorizationEndpoint())
            .redirectionURI(profile.redirectUri())
            .state(state)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .resource(URI.create(source.resource()));
    if (!source.scope().isEmpty()) {
      request.scope(Scope.parse(source.scope()));
    }
    return new Begun(
        request.build().toURI(),
        new Pending(
            state.getValue(),
            verifier.getValue(),
            profile.redirectUri().toString(),
            prepared.server().namesItself(),
            source));
  }

  /**
   * Turns the answer that a browser brought into tokens.
   *
   * @param parameters of the query; its {@code state} has been compared
   */
  public Tokens finish(Pending pending, Map<String, List<String>> parameters)
      throws OAuthFailure, InterruptedException {
    AuthorizationResponse response;
    try {
      response = AuthorizationResponse.parse(URI.create(pending.redirectUri()), parameters);
    } catch (ParseException e) {
      throw OAuthFailure.unusable("What came back is no answer of an authorization server");
    }
    // Before anything that the answer says is believed or shown: it may be that of another server.
    requireIssuer(pending, response.getIssuer() == null ? null : response.getIssuer().getValue());
    if (!response.indicatesSuccess()) {
      throw OAuthFailure.unusable(
          "The authorization server says: "
              + TokenEndpoint.text(response.toErrorResponse().getErrorObject()));
    }
    var code = response.toSuccessResponse().getAuthorizationCode();
    if (code == null) {
      throw OAuthFailure.unusable("The authorization server's answer has no code");
    }
    return tokens.redeem(pending, code);
  }

  /** RFC 9207 section 2.4: by simple string comparison. */
  private static void requireIssuer(Pending pending, @Nullable String issuer) throws OAuthFailure {
    if (issuer == null
        ? pending.issuerPromised()
        : !issuer.equals(pending.source().client().issuer())) {
      throw OAuthFailure.unusable("The answer is not from the authorization server that was asked");
    }
  }

  private static String issuer(Wish wish, @Nullable ProtectedResource resource)
      throws OAuthFailure {
    List<String> offered = resource == null ? List.of() : resource.authorizationServers();
    if (wish.issuer() != null) {
      if (!offered.isEmpty() && !offered.contains(wish.issuer())) {
        throw OAuthFailure.unusable(
            "The upstream takes no tokens of the authorization server that is set");
      }
      return wish.issuer();
    }
    if (!offered.isEmpty()) {
      return offered.getFirst();
    }
    // Before 2025-06-18 an upstream was its own authorization server.
    return wish.url().getScheme() + "://" + wish.url().getRawAuthority();
  }

  /** Chosen, else asked for by the challenge, else all that the resource knows. */
  private static String scope(Wish wish, @Nullable ProtectedResource resource, boolean lasting) {
    Scope scope = new Scope();
    if (!wish.scopes().isEmpty()) {
      wish.scopes().forEach(scope::add);
    }
    String challenged = wish.challenge() == null ? null : wish.challenge().scope();
    if (challenged != null) {
      scope.addAll(Scope.parse(challenged));
    } else if (scope.isEmpty() && resource != null) {
      resource.scopesSupported().forEach(scope::add);
    }
    if (!wish.alreadyGranted().isEmpty()) {
      scope.addAll(Scope.parse(wish.alreadyGranted()));
    }
    if (lasting) {
      scope.add(OFFLINE);
    }
    return scope.toString();
  }

  /** RFC 8707 section 2, MCP "Canonical Server URI": without fragment and trailing slash. */
  private static String canonical(URI url) {
    String text = url.getScheme() + "://" + url.getRawAuthority();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return path.equals("/") ? text : text + path;
  }
}
