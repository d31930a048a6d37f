package dev.gatehouse.sync.connect;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The few words that a browser is shown; without script, frames and anything from elsewhere. */
final class Pages {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      %3$s<title>%1$s · Gatehouse</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 32rem; padding: 0 1rem; }
      </style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      <p>%2$s</p>
      </main>
      </body>
      </html>
      """;

  private Pages() {}

  static Response page(int status, String title, String text) {
    return headers(Response.status(status))
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(PAGE.formatted(escaped(title), escaped(text), ""))
        .build();
  }

  /** Leads on by itself, as a redirect would. */
  static Response onward(URI location) {
    String link = escaped(location.toString());
    return headers(Response.ok())
        .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
        .entity(
            PAGE.formatted(
                "Connect an account",
                "<a rel=\"noreferrer\" href=\"%s\">Continue to %s</a>"
                    .formatted(link, escaped(String.valueOf(location.getHost()))),
                "<meta http-equiv=\"refresh\" content=\"0;url=%s\">\n".formatted(link)))
        .build();
  }

  static Response.ResponseBuilder headers(Response.ResponseBuilder response) {
    return response
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'")
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
