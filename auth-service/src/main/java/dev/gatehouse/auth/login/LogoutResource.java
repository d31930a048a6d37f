package dev.gatehouse.auth.login;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Signs a browser out, or all browsers of its person; below {@code /login}, where the edge sends
 * what is for people.
 */
@Path("/login/out")
class LogoutResource {
  static final String FORM = "logout";

  private final Cookies cookies;
  private final Sessions sessions;
  private final SignIn signIn;

  LogoutResource(Cookies cookies, Sessions sessions, SignIn signIn) {
    this.cookies = cookies;
    this.sessions = sessions;
    this.signIn = signIn;
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signOut(
      @Context HttpHeaders headers,
      @FormParam("where") @Nullable String where,
      @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    String session = browser.session();
    if (session == null || !browser.owns(FORM, csrf)) {
      return Pages.seeOther(URI.create("/login")).build();
    }
    boolean everywhere = "everywhere".equals(where);
    sessions
        .user(browser)
        .ifPresent(user -> {
          if (everywhere) {
            signIn.signOutEverywhere(user);
          } else {
            signIn.signOut(user, session);
          }
        });
    return Pages.seeOther(URI.create("/login")).cookie(cookies.noSession()).build();
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
