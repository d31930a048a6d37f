package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.credential.Credentials;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the settings of OAuth at an upstream must look like. */
final class OAuthRules {
  static final int MAX_SCOPES = 64;
  private static final int MAX_LENGTH = 2048;
  private static final Set<String> GRANTS =
      Set.of(UpstreamOAuth.CLIENT_CREDENTIALS, UpstreamOAuth.AUTHORIZATION_CODE);

  /** RFC 6749 section 3.3. */
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}");

  /** RFC 6749 appendix A.1. */
  private static final Pattern CLIENT_ID = Pattern.compile("[\\x20-\\x7e]{1,2048}");

  private OAuthRules() {}

  static void check(
      UpstreamOAuth oauth,
      @Nullable Transport transport,
      @Nullable Credentials credentials,
      List<FieldError> errors) {
    if (transport == Transport.STDIO) {
      errors.add(new FieldError("/oauth", "does not go with the transport stdio"));
    }
    boolean byClient = oauth.grant().equals(UpstreamOAuth.CLIENT_CREDENTIALS);
    if (!GRANTS.contains(oauth.grant())) {
      errors.add(new FieldError("/oauth/grant", "must be one of " + String.join(", ", GRANTS)));
    }
    if (oauth.clientId() == null ? byClient : !CLIENT_ID.matcher(oauth.clientId()).matches()) {
      errors.add(
          new FieldError(
              "/oauth/clientId", "must be printable, and is required for client_credentials"));
    }
    if (oauth.issuer() != null && !isIssuer(oauth.issuer())) {
      errors.add(new FieldError("/oauth/issuer", "must be the URL of an authorization server"));
    }
    if (oauth.scopes().size() > MAX_SCOPES
        || oauth.scopes().stream().anyMatch(scope -> !SCOPE.matcher(scope).matches())) {
      errors.add(new FieldError("/oauth/scopes", "must be at most " + MAX_SCOPES + " scopes"));
    }
    if (oauth.perUser() && byClient) {
      errors.add(new FieldError("/oauth/perUser", "goes with authorization_code only"));
    }
    if (oauth.discoveryUser() != null && (!oauth.perUser() || !isUuid(oauth.discoveryUser()))) {
      errors.add(
          new FieldError(
              "/oauth/discoveryUser", "must be a user's id, where each user connects alone"));
    }
    if (credentials != null && credentials.setsAuthorization()) {
      errors.add(new FieldError("/credentials", "must not set Authorization together with oauth"));
    }
  }

  /** RFC 8414 section 2: no query and no fragment. Where it may lead is judged elsewhere. */
  private static boolean isIssuer(String issuer) {
    try {
      URI uri = URI.create(issuer);
      return issuer.length() <= MAX_LENGTH
          && uri.getHost() != null
          && Set.of("https", "http").contains(uri.getScheme())
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
