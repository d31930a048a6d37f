package dev.gatehouse.auth.client;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import dev.gatehouse.platform.identity.Scope;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's metadata counts here (RFC 7591 section 2), judged already.
 *
 * @param scopes the most it may ask for, or null for no limit of its own
 * @param jwks its public keys
 * @param jwksUri where its public keys are; never together with {@code jwks}
 */
record ClientDescription(
    String name,
    List<String> redirectUris,
    List<String> grantTypes,
    ClientAuthenticationMethod authMethod,
    @Nullable Set<Scope> scopes,
    @Nullable JWKSet jwks,
    @Nullable URI jwksUri) {

  ClientDescription {
    redirectUris = List.copyOf(redirectUris);
    grantTypes = List.copyOf(grantTypes);
  }

  /** Whether it is to have a secret. */
  boolean confidentialBySecret() {
    return authMethod.equals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        || authMethod.equals(ClientAuthenticationMethod.CLIENT_SECRET_POST);
  }
}
