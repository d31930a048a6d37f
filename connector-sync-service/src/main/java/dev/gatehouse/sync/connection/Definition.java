package dev.gatehouse.sync.connection;

import java.util.HashMap;
import java.util.Map;
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
   * @param bearer token for the Authorization header
   */
  record Credentials(@Nullable Map<String, String> headers, @Nullable String bearer) {
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
      }
      return sent;
    }

    @Override
    public String toString() {
      return "Credentials";
    }
  }

  Map<String, String> sent() {
    return credentials == null ? Map.of() : credentials.sent();
  }
}
