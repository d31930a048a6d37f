package dev.gatehouse.registry.credential;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What credentials may look like. No message shows a value. */
public final class CredentialRules {
  static final int MAX_ENTRIES = 32;
  static final int MAX_VALUE_LENGTH = 8192;

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff]+");
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Belong to the connection or to the protocol, not to whoever configures an upstream. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "accept",
          "accept-encoding",
          "proxy-authorization",
          "proxy-connection",
          "keep-alive",
          "last-event-id",
          "traceparent",
          "tracestate");

  private CredentialRules() {}

  /** What is wrong with a set of credentials; empty if nothing is. */
  public static List<FieldError> check(Credentials credentials) {
    List<FieldError> errors = new ArrayList<>();
    if (credentials.headers().size() > MAX_ENTRIES) {
      errors.add(error("/headers", "must not have more than " + MAX_ENTRIES + " entries"));
    }
    if (credentials.env().size() > MAX_ENTRIES) {
      errors.add(error("/env", "must not have more than " + MAX_ENTRIES + " entries"));
    }
    for (Map.Entry<String, String> header : credentials.headers().entrySet()) {
      checkHeader(header.getKey(), header.getValue(), errors);
    }
    for (Map.Entry<String, String> variable : credentials.env().entrySet()) {
      checkVariable(variable.getKey(), variable.getValue(), errors);
    }
    checkAuthorization(credentials, errors);
    return errors;
  }

  private static void checkAuthorization(Credentials credentials, List<FieldError> errors) {
    String bearer = credentials.bearer();
    if (bearer != null
        && (bearer.length() > MAX_VALUE_LENGTH || !BEARER.matcher(bearer).matches())) {
      errors.add(error("/bearer", "is not a token (RFC 6750)"));
    }
    Credentials.Basic basic = credentials.basic();
    if (basic != null && !isPair(basic.username(), basic.password())) {
      errors.add(error("/basic", "must have a username without colon, and a password"));
    }
    String secret = credentials.clientSecret();
    if (secret != null && (secret.isEmpty() || secret.length() > MAX_VALUE_LENGTH)) {
      errors.add(error("/clientSecret", "must be 1 to " + MAX_VALUE_LENGTH + " characters"));
    }
    int ways =
        (bearer == null ? 0 : 1)
            + (basic == null ? 0 : 1)
            + (credentials.hasAuthorizationHeader() ? 1 : 0);
    if (ways > 1) {
      errors.add(error("", "must set Authorization in one way only"));
    }
  }

  private static boolean isPair(@Nullable String username, @Nullable String password) {
    return username != null
        && password != null
        && username.indexOf(':') < 0
        && username.length() + password.length() <= MAX_VALUE_LENGTH / 2
        && (username + password).chars().noneMatch(Character::isISOControl);
  }

  /** Whether a name is one that an upstream may be configured to get. */
  public static boolean isUsableHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return HEADER_NAME.matcher(name).matches()
        && !OWN_HEADERS.contains(lower)
        && !lower.startsWith("mcp-")
        && !lower.startsWith("gatehouse-");
  }

  private static void checkHeader(String name, @Nullable String value, List<FieldError> errors) {
    if (!isUsableHeader(name)) {
      errors.add(error("/headers/" + escaped(name), "is not a header that can be set"));
    } else if (value == null
        || value.length() > MAX_VALUE_LENGTH
        || !HEADER_VALUE.matcher(value).matches()) {
      errors.add(
          error(
              "/headers/" + escaped(name),
              "must be 1 to " + MAX_VALUE_LENGTH + " characters without line breaks"));
    }
  }

  private static void checkVariable(String name, @Nullable String value, List<FieldError> errors) {
    if (!VARIABLE_NAME.matcher(name).matches()) {
      errors.add(error("/env/" + escaped(name), "is not a name of an environment variable"));
    } else if (value == null || value.length() > MAX_VALUE_LENGTH || value.indexOf('\0') >= 0) {
      errors.add(
          error("/env/" + escaped(name), "must be at most " + MAX_VALUE_LENGTH + " characters"));
    }
  }

  private static FieldError error(String pointer, String detail) {
    return new FieldError("/credentials" + pointer, detail);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
