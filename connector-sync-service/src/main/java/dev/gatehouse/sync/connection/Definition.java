package dev.gatehouse.sync.connection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that is no connector yet.
 *
 * @param transport {@code streamable_http} (if absent) or {@code sse}
 * @param credentials used for this test only
 */
record Definition(
    @Nullable String transport, @Nullable String url, @Nullable Credentials credentials) {

  /**
   * As a connector takes them; {@code toString} does not show the values.
   *
   * @param bearer token for the Authorization header (RFC 6750)
   * @param basic user name and password for it (RFC 7617)
   */
  record Credentials(
      @Nullable Map<String, String> headers, @Nullable String bearer, @Nullable Basic basic) {
    Map<String, String> sent() {
      Map<String, String> sent = new HashMap<>();
      if (headers != null) {
        headers.forEach((name, value) -> {
          if (name != null && value != null) {
            sent.put(name, value);
          }
        });
      }
      if (bearer != null) {
        sent.put("Authorization", "Bearer " + bearer);
      } else if (basic != null) {
        sent.put("Authorization", basic.header());
      }
      return sent;
    }

    @Override
    public String toString() {
      return "Credentials";
    }
  }

  /** A user name and a password; {@code toString} shows neither. */
  record Basic(@Nullable String username, @Nullable String password) {
    private String header() {
      byte[] pair =
          (Objects.requireNonNullElse(username, "")
                  + ":"
                  + Objects.requireNonNullElse(password, ""))
              .getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic";
    }
  }

  Map<String, String> sent() {
    return credentials == null ? Map.of() : credentials.sent();
  }
}
