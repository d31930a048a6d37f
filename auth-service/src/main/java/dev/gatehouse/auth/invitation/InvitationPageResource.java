package dev.gatehouse.auth.invitation;

import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.Pages;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.login.User;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The page behind an invitation's link. A person sees what it is for before joining. */
@Path("/login/invitations/{token}")
class InvitationPageResource {
  private static final String FORM = "invitation:";

  private final Acceptance acceptance;
  private final PasswordAccounts accounts;
  private final Sessions sessions;
  private final Cookies cookies;

  InvitationPageResource(
      Acceptance acceptance, PasswordAccounts accounts, Sessions sessions, Cookies cookies) {
    this.acceptance = acceptance;
    this.accounts = accounts;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance invitation(Page page);

    private Templates() {}
  }

  /**
   * @param username who would join, or null for somebody who is not signed in
   * @param accounts whether an account can be made here
   */
  record Page(
      String token,
      String csrf,
      String organisation,
      String role,
      @Nullable String username,
      boolean accounts) {}

  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers, String token) {
    Browser browser = cookies.read(headers);
    Optional<String> username = sessions.user(browser).map(User::username);
    return acceptance
        .find(token)
        .map(offer ->
            new Page(
                token,
                browser.formToken(FORM + token),
                offer.organisationName(),
                offer.role().value(),
                username.orElse(null),
                accounts.offered()))
        .map(page ->
            Pages.page(200, Templates.invitation(page), null).cookie(cookies.of(browser)).build())
        .orElseGet(InvitationPageResource::gone);
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response accept(
      @Context HttpHeaders headers, String token, @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    Optional<User> user = sessions.user(browser);
    if (user.isEmpty()) {
      return Pages.seeOther(URI.create("/login?next=" + Invitations.PATH + token)).build();
    }
    if (!browser.owns(FORM + token, csrf)) {
      return Pages.message(403, "Nothing was done", "This page was too old. Open the link again.");
    }
    return switch (acceptance.accept(token, _ -> user.get())) {
      case JOINED ->
          Pages.message(200, "Welcome", "You are a member now. Sign in from your application.");
      case MEMBER_ALREADY ->
          Pages.message(409, "Nothing to do", "You are a member of this organisation already.");
      case FULL -> full();
      case GONE -> gone();
    };
  }

  static Response full() {
    return Pages.message(
        409,
        "There is no more room",
        "The organisation has as many members as it can have. Tell who invited you.");
  }

  static Response gone() {
    return Pages.message(
        404,
        "This invitation is not open",
        "It was used, withdrawn, or has expired. Ask for a new one.");
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
