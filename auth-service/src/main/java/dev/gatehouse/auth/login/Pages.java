package dev.gatehouse.auth.login;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a page for people: no script, no frame around it, nothing kept in caches. Browsers
 * apply {@code form-action} to redirects that follow a form too, so the place that the answer goes
 * to has to be named.
 */
public final class Pages {
  private static final Logger LOG = Logger.getLogger(Pages.class);

  private Pages() {}

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance message(String title, String text);

    private Templates() {}
  }

  /** A page that only says something. */
  public static Response message(int status, String title, String text) {
    return page(status, Templates.message(title, text), null).build();
  }

  /** A page that says nothing of what went wrong. */
  public static Response unforeseen(Exception e) {
    LOG.error("A page could not be made", e);
    return message(
        500, "Something went wrong on our side", "Start again from the application, or later.");
  }

  /**
   * A page for a person.
   *
   * @param redirectUri where a form on this page may finally lead, besides this origin
   */
  public static Response.ResponseBuilder page(
      int status, TemplateInstance page, @Nullable String redirectUri) {
    return headers(Response.status(status), redirectUri)
        .type(MediaType.TEXT_HTML + ";charset=UTF-8")
        .entity(page.render());
  }

  /** A redirect that is followed by GET whatever led to it. */
  public static Response.ResponseBuilder seeOther(URI location) {
    return headers(Response.status(Response.Status.SEE_OTHER), null)
        .header(HttpHeaders.LOCATION, location.toString());
  }

  private static Response.ResponseBuilder headers(
      Response.ResponseBuilder response, @Nullable String redirectUri) {
    String formAction = redirectUri == null ? "'self'" : "'self' " + source(redirectUri);
    return response
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                + " form-action "
                + formAction)
        .header("X-Frame-Options", "DENY")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  // A scheme stands for itself where the policy's grammar has no form for the host (IPv6).
  private static String source(String redirectUri) {
    URI uri = URI.create(redirectUri);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || host == null || host.startsWith("[")) {
      return scheme + ":";
    }
    return scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
