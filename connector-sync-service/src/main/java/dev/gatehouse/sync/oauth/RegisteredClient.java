package dev.gatehouse.sync.oauth;

import org.jspecify.annotations.Nullable;

/**
 * Our client at one authorization server; at no other server may it be used.
 *
 * @param secret null for a public client
 * @param method how it authenticates at the token endpoint (RFC 7591 section 2)
 */
public record RegisteredClient(
    String issuer, String clientId, @Nullable String secret, String method) {
  static final String NONE = "none";
  static final String BASIC = "client_secret_basic";
  static final String POST = "client_secret_post";

  @Override
  public String toString() {
    return "RegisteredClient[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
