package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.login.Pages;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * The way back to an application with an error. Whoever describes a client chooses where its errors
 * go, so a link to us could lead anywhere at once (RFC 9700 section 4.11.2): to an address on the
 * web of a client that nobody here has ever used, a person goes by a link that shows where.
 */
public final class WayBack {
  private WayBack() {}

  /** A redirect to the answer, or a page with a link to it. */
  public static Response to(Client client, String redirectUri, URI answer) {
    return client.mayBeAnsweredAtOnce(redirectUri)
        ? Pages.seeOther(answer).build()
        : Pages.wayBack(
            "The application cannot be connected",
            "Its request is not one that can be granted.",
            answer,
            URI.create(redirectUri).getAuthority());
  }
}
