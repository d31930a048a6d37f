package dev.gatehouse.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.mcp.upstream.UpstreamFailure.RpcError;
import java.util.Map;

/** Takes a connector's credential out of what its upstream says of an error: some echo it. */
final class Withheld {
  private static final String MARK = "***";

  /** Shorter values are words that may stand anywhere. */
  private static final int LEAST_LENGTH = 8;

  /**
   * @param headers of the credential
   */
  static RpcError from(RpcError error, Map<String, String> headers) {
    String message = error.message();
    String data = new String(error.data(), UTF_8);
    for (String value : headers.values()) {
      message = without(message, value);
      data = without(data, value);
    }
    return new RpcError(error.code(), message, data.getBytes(UTF_8));
  }

  /** The value itself, and what follows its scheme, as in {@code Bearer …}. */
  private static String without(String text, String value) {
    String rest = hide(text, value);
    int scheme = value.indexOf(' ');
    return scheme < 0 ? rest : hide(rest, value.substring(scheme + 1).strip());
  }

  private static String hide(String text, String secret) {
    return secret.length() < LEAST_LENGTH ? text : text.replace(secret, MARK);
  }

  private Withheld() {}
}
