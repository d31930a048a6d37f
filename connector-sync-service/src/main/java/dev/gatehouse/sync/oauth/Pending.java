package dev.gatehouse.sync.oauth;

/**
 * An authorization that a browser has gone for; secret until it is back.
 *
 * @param state binds the answer to the request; used once
 * @param verifier of PKCE (RFC 7636)
 * @param issuerPromised whether the server says that its answers name it (RFC 9207)
 */
public record Pending(
    String state, String verifier, String redirectUri, boolean issuerPromised, TokenSource source) {
  @Override
  public String toString() {
    return "Pending[" + source.client().issuer() + "]";
  }
}
