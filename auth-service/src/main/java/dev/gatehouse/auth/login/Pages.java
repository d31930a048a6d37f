package dev.gatehouse.auth.login;

import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.auth.limit.RequestLimits;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
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

    static native TemplateInstance wayBack(String title, String text, String link, String host);

    private Templates() {}
  }

  /** A page that only says something. */
  public static Response message(int status, String title, String text) {
    return page(status, Templates.message(title, text), null).build();
  }

  /**
   * A page that says something, with a link away from here.
   *
   * @param host where the link leads, for a person to recognise
   */
  public static Response wayBack(String title, String text, URI link, String host) {
    return page(400, Templates.wayBack(title, text, link.toString(), host), null).build();
  }

  /** A page for who asks too often. */
  public static Response tooMany(Duration wait) {
    return Response.fromResponse(
            message(429, "Too many requests", "Wait a moment, then start again."))
        .header(HttpHeaders.RETRY_AFTER, RequestLimits.seconds(wait))
        .build();
  }

  /** A page that says nothing of what went wrong. */
  public static Response unforeseen(Exception e) {
    if (e instanceof TryAgainException) {
      LOG.warnf("A page was put off: %s", e.getMessage());
      return message(503, "Too much is going on", "Wait a moment, then start again.");
    }
    if (e instanceof WebApplicationException asked && asked.getResponse().getStatus() < 500) {
      return message(
          asked.getResponse().getStatus(), "This cannot be read", "Go back and try again.");
    }
    if (isFormThatCannotBeRead(e)) {
      return message(400, "This cannot be read", "Go back and try again.");
    }
    LOG.error("A page could not be made", e);
    return message(
        500, "Something went wrong on our side", "Start again from the application, or later.");
  }

  // The framework reads forms before our code runs, and says what is wrong by no type of its own.
  private static boolean isFormThatCannotBeRead(Exception e) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".FormBodyHandler"));
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
        .header(HttpHeaders.LOCATION, location.toASCIIString());
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
