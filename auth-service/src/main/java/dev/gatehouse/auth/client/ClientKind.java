package dev.gatehouse.auth.client;

import static com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.NONE;
import static com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import java.util.Set;

/** Where a client comes from, and what it may be therefore. */
enum ClientKind {
  /** Registered itself (RFC 7591). */
  REGISTERED(
      Set.of(NONE, CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, PRIVATE_KEY_JWT),
      Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)),
  /** Described by a document at its id; nobody could have told it a secret. */
  DOCUMENT(
      Set.of(NONE, PRIVATE_KEY_JWT), Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)),
  /** Made by an administrator of an organisation. */
  ORGANISATION(
      Set.of(NONE, CLIENT_SECRET_BASIC, CLIENT_SECRET_POST, PRIVATE_KEY_JWT),
      Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS));

  private final Set<ClientAuthenticationMethod> methods;
  private final Set<GrantType> grants;

  ClientKind(Set<ClientAuthenticationMethod> methods, Set<GrantType> grants) {
    this.methods = methods;
    this.grants = grants;
  }

  boolean permits(ClientAuthenticationMethod method) {
    return methods.contains(method);
  }

  boolean permits(GrantType grant) {
    return grants.contains(grant);
  }
}
