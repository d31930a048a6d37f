package dev.gatehouse.registry.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream is to be shown: headers of its requests, or environment variables of its
 * process. Accepted, passed to Vault, never given back; {@code toString} does not show the values.
 *
 * @param bearer token for the Authorization header (RFC 6750)
 * @param basic user name and password for the Authorization header (RFC 7617)
 * @param clientSecret of the OAuth client that was registered for Gatehouse
 */
public record Credentials(
    Map<String, String> headers,
    Map<String, String> env,
    @Nullable String bearer,
    @Nullable Basic basic,
    @Nullable String clientSecret) {
  static final String AUTHORIZATION = "Authorization";

  public Credentials(
      @Nullable Map<String, String> headers,
      @Nullable Map<String, String> env,
      @Nullable String bearer,
      @Nullable Basic basic,
      @Nullable String clientSecret) {
    this.headers = headers == null ? Map.of() : headers;
    this.env = env == null ? Map.of() : env;
    this.bearer = bearer;
    this.basic = basic;
    this.clientSecret = clientSecret;
  }

  /** A user name and a password; {@code toString} shows neither. */
  public record Basic(@Nullable String username, @Nullable String password) {
    String header() {
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic";
    }
  }

  public boolean isEmpty() {
    return headers.isEmpty()
        && env.isEmpty()
        && bearer == null
        && basic == null
        && clientSecret == null;
  }

  /** Whether the upstream is shown an Authorization header of these. */
  public boolean setsAuthorization() {
    return bearer != null || basic != null || hasAuthorizationHeader();
  }

  /** Whether headers are sent of any form. */
  public boolean hasHeaders() {
    return !headers.isEmpty() || bearer != null || basic != null;
  }

  boolean hasAuthorizationHeader() {
    return headers.keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase);
  }

  /** The document that is kept in Vault. */
  Map<String, Object> document() {
    Map<String, String> sent = new LinkedHashMap<>(headers);
    if (bearer != null) {
      sent.put(AUTHORIZATION, "Bearer " + bearer);
    } else if (basic != null) {
      sent.put(AUTHORIZATION, basic.header());
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("headers", sent);
    document.put("env", env);
    if (clientSecret != null) {
      document.put("clientSecret", clientSecret);
    }
    return document;
  }

  @Override
  public String toString() {
    return "Credentials[headers=" + headers.keySet() + ", env=" + env.keySet() + "]";
  }
}
