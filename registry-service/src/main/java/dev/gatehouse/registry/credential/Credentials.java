package dev.gatehouse.registry.credential;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream is to be shown: headers of its requests, or environment variables of its
 * process. Accepted, passed to Vault, never given back; {@code toString} does not show the values.
 */
public record Credentials(Map<String, String> headers, Map<String, String> env) {
  public Credentials(@Nullable Map<String, String> headers, @Nullable Map<String, String> env) {
    this.headers = headers == null ? Map.of() : headers;
    this.env = env == null ? Map.of() : env;
  }

  public boolean isEmpty() {
    return headers.isEmpty() && env.isEmpty();
  }

  /** The document that is kept in Vault. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("headers", headers);
    document.put("env", env);
    return document;
  }

  @Override
  public String toString() {
    return "Credentials[headers=" + headers.keySet() + ", env=" + env.keySet() + "]";
  }
}
