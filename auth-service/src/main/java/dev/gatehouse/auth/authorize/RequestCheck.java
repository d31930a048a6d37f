package dev.gatehouse.auth.authorize;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.error.OAuthErrors;
import dev.gatehouse.auth.error.OAuthHttp;
import dev.gatehouse.auth.error.OAuthMessages;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges an authorization request (OAuth 2.1 section 4.1.1). As long as client and redirect URI are
 * not known to belong together, nothing is sent to that URI.
 */
@ApplicationScoped
class RequestCheck {
  private static final Pattern S256 = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Set<Scope> UNASKED = Set.of(Scope.READ, Scope.WRITE);
  private static final int LONGEST_STATE = 4_000;

  private final Clients clients;
  private final Resources resources;

  RequestCheck(Clients clients, Resources resources) {
    this.clients = clients;
    this.resources = resources;
  }

  sealed interface Result {
    record Good(GoodRequest request) implements Result {}

    /** To be told to the client. */
    record Refused(Client client, String redirectUri, @Nullable State state, ErrorObject error)
        implements Result {}

    /** To be told to the person: it is not known where the client is. */
    record NotRedirectable(String why) implements Result {}
  }

  Result check(String query) {
    AuthorizationRequest request;
    try {
      OAuthHttp.rejectOdd(URLUtils.parseParameters(query));
      request = OAuthMessages.read(query, text -> AuthorizationRequest.parse(text));
    } catch (ParseException e) {
      return unreadable(e);
    }
    Optional<Client> client = clients.discover(request.getClientID().getValue());
    Optional<String> redirectUri = redirectUri(client, request.getRedirectionURI());
    if (client.isEmpty() || redirectUri.isEmpty()) {
      return notRedirectable(client);
    }
    return judge(request, client.get(), redirectUri.get());
  }

  private Result unreadable(ParseException e) {
    ClientID id = e.getClientID();
    if (id == null) {
      return new Result.NotRedirectable("The application sent a request that cannot be read.");
    }
    Optional<Client> client = clients.discover(id.getValue());
    Optional<String> redirectUri = redirectUri(client, e.getRedirectionURI());
    return client.isEmpty() || redirectUri.isEmpty()
        ? notRedirectable(client)
        : new Result.Refused(client.get(), redirectUri.get(), e.getState(), OAuthErrors.of(e));
  }

  private Result judge(AuthorizationRequest request, Client client, String redirectUri) {
    Set<Scope> scopes = scopes(request.getScope());
    Optional<ErrorObject> flaw = flaw(request, client);
    if (flaw.isPresent()) {
      return refused(request, client, redirectUri, flaw.get());
    }
    if (scopes.isEmpty() || !client.mayAskFor(scopes)) {
      return refused(request, client, redirectUri, OAuth2Error.INVALID_SCOPE);
    }
    Optional<Resource> resource =
        resources.find(Objects.requireNonNullElse(request.getResources(), List.<URI>of()));
    if (resource.isEmpty()) {
      return refused(request, client, redirectUri, OAuth2Error.INVALID_TARGET);
    }
    return new Result.Good(
        new GoodRequest(
            client,
            redirectUri,
            request.getState() == null ? null : request.getState().getValue(),
            request.getCodeChallenge().getValue(),
            resource.get(),
            scopes,
            Interaction.of(request.getPrompt(), maxAge(request))));
  }

  private static Optional<ErrorObject> flaw(AuthorizationRequest request, Client client) {
    if (request.getRequestURI() != null) {
      return Optional.of(OAuth2Error.REQUEST_URI_NOT_SUPPORTED);
    }
    if (request.getRequestObject() != null) {
      return Optional.of(OAuth2Error.REQUEST_NOT_SUPPORTED);
    }
    if (!request.getResponseType().equals(ResponseType.CODE)) {
      return Optional.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE);
    }
    if (!client.uses(GrantType.AUTHORIZATION_CODE)) {
      return Optional.of(OAuth2Error.UNAUTHORIZED_CLIENT);
    }
    if (request.getResponseMode() != null
        && !request.getResponseMode().equals(ResponseMode.QUERY)) {
      return invalid("Only response_mode query is supported");
    }
    if (request.getCodeChallenge() == null
        || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
        || !S256.matcher(request.getCodeChallenge().getValue()).matches()) {
      return invalid("PKCE with code_challenge_method S256 is required");
    }
    if (request.getState() != null && request.getState().getValue().length() > LONGEST_STATE) {
      return invalid("state is too long");
    }
    if (maxAgeSaid(request).filter(text -> !SECONDS.matcher(text).matches()).isPresent()) {
      return invalid("max_age must be a number of seconds");
    }
    return Optional.empty();
  }

  private static Optional<String> maxAgeSaid(AuthorizationRequest request) {
    List<String> said = request.getCustomParameter("max_age");
    return said == null ? Optional.empty() : said.stream().findFirst();
  }

  private static @Nullable Duration maxAge(AuthorizationRequest request) {
    return maxAgeSaid(request).map(text -> Duration.ofSeconds(Long.parseLong(text))).orElse(null);
  }

  // What is not a scope of ours, such as openid, is left out; nothing at all means the usual two.
  private static Set<Scope> scopes(com.nimbusds.oauth2.sdk.@Nullable Scope asked) {
    return asked == null || asked.isEmpty() ? UNASKED : Scope.parseList(asked.toString());
  }

  private static Optional<String> redirectUri(Optional<Client> client, @Nullable URI asked) {
    return asked == null
        ? client.flatMap(Client::onlyRedirectUri)
        : client.filter(known -> known.hasRedirectUri(asked.toString())).map(_ -> asked.toString());
  }

  private static Result notRedirectable(Optional<Client> client) {
    return new Result.NotRedirectable(
        client.isEmpty()
            ? "The application is not known here. It may have to register again."
            : "The application asks to be answered at an address that it has not registered.");
  }

  private static Result refused(
      AuthorizationRequest request, Client client, String redirectUri, ErrorObject error) {
    return new Result.Refused(client, redirectUri, request.getState(), error);
  }

  private static Optional<ErrorObject> invalid(String why) {
    return Optional.of(OAuth2Error.INVALID_REQUEST.setDescription(why));
  }
}
