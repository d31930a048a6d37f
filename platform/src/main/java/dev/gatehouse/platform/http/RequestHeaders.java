package dev.gatehouse.platform.http;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which request headers a caller may set and which of them go along to another origin. */
final class RequestHeaders {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "expect",
          "accept-encoding",
          "http2-settings");

  /** Everything else is taken for a credential: an API key can be in a header of any name. */
  private static final Set<String> HARMLESS = Set.of("accept", "accept-language", "user-agent");

  private RequestHeaders() {}

  static boolean isReserved(String name) {
    return RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }

  static void require(String name, String value) {
    if (isReserved(name) || !NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("Header cannot be sent: " + name);
    }
  }

  /** What is left of the headers when a redirect leads to another scheme, host or port. */
  static Map<String, String> acrossOrigins(Map<String, String> headers) {
    var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> {
      if (HARMLESS.contains(name.toLowerCase(Locale.ROOT))) {
        kept.put(name, value);
      }
    });
    return Collections.unmodifiableMap(kept);
  }
}
