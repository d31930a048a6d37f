package dev.gatehouse.e2e.client;

import java.util.Map;

/**
 * An OAuth client that the authorization server knows before it is asked.
 *
 * @param secret null for a public one
 */
public record KnownClient(String id, String secret) {
  /** As RFC 7591 spells it. */
  Map<String, String> credentials() {
    return secret == null
        ? Map.of("client_id", id)
        : Map.of("client_id", id, "client_secret", secret);
  }

  @Override
  public String toString() {
    return "KnownClient[" + id + "]";
  }
}
