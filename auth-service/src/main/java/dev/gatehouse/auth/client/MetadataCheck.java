package dev.gatehouse.auth.client;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import dev.gatehouse.platform.identity.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is said of a client (RFC 7591 section 2) and takes from it what counts. Nothing that
 * it points to is fetched here, and logos and pages never are.
 */
@ApplicationScoped
class MetadataCheck {
  private static final int MOST_REDIRECT_URIS = 20;
  private static final int MOST_KEYS = 20;
  private static final int SHORTEST_RSA_KEY = 2_048;
  private static final int LONGEST_NAME = 100;

  private final FetchedUris uris;
  private final Set<String> schemes;

  MetadataCheck(FetchedUris uris, ApplicationConfig applications) {
    this.uris = uris;
    this.schemes = Set.copyOf(applications.schemes());
  }

  sealed interface Result {
    record Good(ClientDescription description) implements Result {}

    record Bad(ErrorObject error) implements Result {}
  }

  Result check(ClientMetadata wanted, ClientKind kind) {
    wanted.applyDefaults();
    return redirects(wanted)
        .or(() -> grants(wanted, kind))
        .or(() -> authentication(wanted, kind))
        .<Result>map(Result.Bad::new)
        .orElseGet(() -> new Result.Good(describe(wanted, kind)));
  }

  private Optional<ErrorObject> redirects(ClientMetadata wanted) {
    Set<URI> given = wanted.getRedirectionURIs();
    Set<URI> redirectUris = given == null ? Set.of() : given;
    boolean needed = wanted.getGrantTypes().contains(GrantType.AUTHORIZATION_CODE);
    if ((needed && redirectUris.isEmpty()) || redirectUris.size() > MOST_REDIRECT_URIS) {
      return badRedirect("Between 1 and " + MOST_REDIRECT_URIS + " redirect URIs are needed");
    }
    return redirectUris.stream()
        .flatMap(uri -> RedirectUris.flaw(uri, schemes).stream())
        .findFirst()
        .flatMap(MetadataCheck::badRedirect);
  }

  private static Optional<ErrorObject> grants(ClientMetadata wanted, ClientKind kind) {
    boolean code = wanted.getGrantTypes().contains(GrantType.AUTHORIZATION_CODE);
    if (code && !wanted.getResponseTypes().contains(ResponseType.CODE)) {
      return bad("Clients use authorization_code with response type code");
    }
    if (!code && kind != ClientKind.ORGANISATION) {
      return bad("Clients use authorization_code with response type code");
    }
    if (wanted.getScope() != null && knownScopes(wanted).isEmpty()) {
      return bad("None of the scopes is known here");
    }
    return Optional.empty();
  }

  private Optional<ErrorObject> authentication(ClientMetadata wanted, ClientKind kind) {
    ClientAuthenticationMethod method = wanted.getTokenEndpointAuthMethod();
    if (!kind.permits(method)) {
      return bad("This token_endpoint_auth_method is not supported");
    }
    if (method.equals(ClientAuthenticationMethod.NONE)
        && wanted.getGrantTypes().contains(GrantType.CLIENT_CREDENTIALS)
        && kind.permits(GrantType.CLIENT_CREDENTIALS)) {
      return bad("A client that acts by itself has to authenticate");
    }
    JWKSet keys = wanted.getJWKSet();
    URI keysUri = wanted.getJWKSetURI();
    if (method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        && (keys == null) == (keysUri == null)) {
      return bad("private_key_jwt needs either jwks or jwks_uri");
    }
    if (keys != null && (keys.getKeys().size() > MOST_KEYS || !usable(keys.getKeys()))) {
      return bad("jwks may have up to 20 public EC or RSA keys, RSA of 2048 bits or more");
    }
    return keysUri == null || uris.parse(keysUri.toString()).isPresent()
        ? Optional.empty()
        : bad("jwks_uri must be an https URL without user information or fragment");
  }

  private static boolean usable(List<JWK> keys) {
    return keys.stream()
        .allMatch(key ->
            !key.isPrivate()
                && (key.getKeyType().equals(KeyType.EC)
                    || (key.getKeyType().equals(KeyType.RSA) && key.size() >= SHORTEST_RSA_KEY)));
  }

  private static ClientDescription describe(ClientMetadata wanted, ClientKind kind) {
    ClientAuthenticationMethod method = wanted.getTokenEndpointAuthMethod();
    boolean keys =
        method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT) || kind == ClientKind.DOCUMENT;
    Set<URI> redirectUris = wanted.getRedirectionURIs();
    return new ClientDescription(
        name(wanted.getName()),
        redirectUris == null ? List.of() : redirectUris.stream().map(URI::toString).toList(),
        wanted.getGrantTypes().stream().filter(kind::permits).map(GrantType::getValue).toList(),
        method,
        wanted.getScope() == null ? null : knownScopes(wanted),
        keys ? wanted.getJWKSet() : null,
        keys && wanted.getJWKSet() == null ? wanted.getJWKSetURI() : null);
  }

  private static Set<Scope> knownScopes(ClientMetadata wanted) {
    return Scope.parseList(wanted.getScope().toString());
  }

  // What people see on the consent page: no characters that hide or reorder others.
  private static String name(@Nullable String wanted) {
    String visible = wanted == null ? "" : wanted.replaceAll("\\p{C}", "").strip();
    String name = visible.isEmpty() ? "Unnamed application" : visible;
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  private static Optional<ErrorObject> badRedirect(String why) {
    return Optional.of(RegistrationError.INVALID_REDIRECT_URI.setDescription(why));
  }

  private static Optional<ErrorObject> bad(String why) {
    return Optional.of(RegistrationError.INVALID_CLIENT_METADATA.setDescription(why));
  }
}
