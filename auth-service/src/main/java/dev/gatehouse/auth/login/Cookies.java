package dev.gatehouse.auth.login;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two cookies of a browser. Over https they carry the {@code __Host-} prefix, so that no
 * neighbouring host can set them; plain http is for loopback only and has no such thing.
 */
@ApplicationScoped
public class Cookies {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Duration BROWSER_LIFETIME = Duration.ofDays(180);

  private final boolean secure;
  private final String session;
  private final String browser;
  private final Duration sessionLifetime;

  Cookies(Origin origin, SessionConfig config) {
    this.secure = origin.value().startsWith("https:");
    this.session = secure ? "__Host-gatehouse" : "gatehouse_session";
    this.browser = secure ? "__Host-gatehouse-browser" : "gatehouse_browser";
    this.sessionLifetime = config.lifetime();
  }

  /** The browser behind a request. */
  public Browser read(HttpHeaders headers) {
    String token = value(headers, browser);
    return new Browser(
        token == null ? OpaqueToken.generate() : new OpaqueToken(token),
        token != null,
        value(headers, session));
  }

  /** Makes a browser known. */
  public NewCookie of(Browser known) {
    return cookie(browser, known.token().value(), BROWSER_LIFETIME);
  }

  NewCookie session(OpaqueToken token) {
    return cookie(session, token.value(), sessionLifetime);
  }

  NewCookie noSession() {
    return cookie(session, "", Duration.ZERO);
  }

  private static @Nullable String value(HttpHeaders headers, String name) {
    Cookie cookie = headers.getCookies().get(name);
    return cookie != null && TOKEN.matcher(cookie.getValue()).matches() ? cookie.getValue() : null;
  }

  private NewCookie cookie(String name, String value, Duration lifetime) {
    return new NewCookie.Builder(name)
        .value(value)
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite(NewCookie.SameSite.LAX)
        .maxAge((int) lifetime.toSeconds())
        .build();
  }
}
