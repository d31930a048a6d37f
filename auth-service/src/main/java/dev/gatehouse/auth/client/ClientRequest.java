package dev.gatehouse.auth.client;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /api/clients}; but for their spelling the members are those of RFC 7591.
 *
 * @param name for people
 * @param redirectUris needed for {@code authorization_code}
 * @param grantTypes {@code authorization_code}, {@code refresh_token}, {@code client_credentials};
 *     may be empty for one that only introspects
 * @param authMethod {@code client_secret_basic} unless given
 * @param jwks public keys for {@code private_key_jwt}
 * @param jwksUri where they are instead
 * @param scopes the most it may ask for
 * @param role what it may do by itself; needed for {@code client_credentials}, and only then
 * @param introspection whether it may ask what tokens of the organisation are worth
 */
record ClientRequest(
    @NotBlank
        @Size(max = 100)
        @Pattern(regexp = "\\P{C}*", message = "must not contain control characters")
        String name,
    @Nullable List<String> redirectUris,
    @Nullable List<String> grantTypes,
    @Nullable String authMethod,
    @Nullable Map<String, Object> jwks,
    @Nullable String jwksUri,
    @Nullable @Size(min = 1) Set<Scope> scopes,
    @Nullable Role role,
    boolean introspection) {

  /**
   * The same in the words of RFC 7591.
   *
   * @throws Unreadable naming the member that is not what it should be
   */
  ClientMetadata metadata() throws Unreadable {
    ClientMetadata metadata = new ClientMetadata();
    metadata.setName(name);
    metadata.setTokenEndpointAuthMethod(
        authMethod == null
            ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
            : new ClientAuthenticationMethod(word("authMethod", authMethod)));
    Set<GrantType> grants = new LinkedHashSet<>();
    for (String grant : grantTypes == null ? List.<String>of() : grantTypes) {
      grants.add(new GrantType(word("grantTypes", grant)));
    }
    metadata.setGrantTypes(grants);
    metadata.setResponseTypes(null);
    metadata.setScope(
        scopes == null ? null : com.nimbusds.oauth2.sdk.Scope.parse(Scope.format(scopes)));
    Set<URI> uris = new LinkedHashSet<>();
    for (String uri : redirectUris == null ? List.<String>of() : redirectUris) {
      uris.add(uri("redirectUris", uri));
    }
    try {
      metadata.setRedirectionURIs(uris.isEmpty() ? null : uris);
    } catch (IllegalArgumentException _) {
      throw new Unreadable("redirectUris");
    }
    metadata.setJWKSetURI(jwksUri == null ? null : uri("jwksUri", jwksUri));
    metadata.setJWKSet(keys());
    return metadata;
  }

  /** A member that is not what it should be. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String member) {
      super(member + " cannot be read.");
    }
  }

  private @Nullable JWKSet keys() throws Unreadable {
    try {
      return jwks == null ? null : JWKSet.parse(jwks);
    } catch (ParseException | IllegalArgumentException | ClassCastException _) {
      throw new Unreadable("jwks");
    }
  }

  private static String word(String member, @Nullable String text) throws Unreadable {
    if (text == null || text.isBlank()) {
      throw new Unreadable(member);
    }
    return text;
  }

  private static URI uri(String member, @Nullable String text) throws Unreadable {
    try {
      return new URI(word(member, text));
    } catch (URISyntaxException _) {
      throw new Unreadable(member);
    }
  }
}
