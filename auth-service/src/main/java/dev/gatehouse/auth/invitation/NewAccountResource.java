package dev.gatehouse.auth.invitation;

import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.NewAccount;
import dev.gatehouse.auth.login.Pages;
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

/** Somebody who was invited makes an account with a password, and joins with it. */
@Path("/login/invitations/{token}/account")
class NewAccountResource {
  private static final String FORM = "account:";

  private final Acceptance acceptance;
  private final PasswordAccounts accounts;
  private final NewAccount newAccount;
  private final Cookies cookies;

  NewAccountResource(
      Acceptance acceptance, PasswordAccounts accounts, NewAccount newAccount, Cookies cookies) {
    this.acceptance = acceptance;
    this.accounts = accounts;
    this.newAccount = newAccount;
    this.cookies = cookies;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance account(Page page);

    private Templates() {}
  }

  record Page(
      String token, String csrf, String organisation, String username, @Nullable String error) {}

  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers, String token) {
    return form(200, token, cookies.read(headers), "", null);
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      @Context HttpHeaders headers,
      String token,
      @FormParam("username") @Nullable String username,
      @FormParam("password") @Nullable String password,
      @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    String name = username == null ? "" : username.strip();
    if (!browser.owns(FORM + token, csrf)) {
      return form(403, token, browser, name, "This page was too old. Try again.");
    }
    Optional<String> flaw = newAccount.flaw(name, password);
    if (flaw.isPresent() || password == null) {
      return form(400, token, browser, name, flaw.orElse("Enter a password."));
    }
    if (!accounts.offered() || acceptance.find(token).isEmpty()) {
      return InvitationPageResource.gone();
    }
    NewAccount.Prepared prepared = newAccount.prepare(name, password);
    return switch (acceptance.accept(token, offer -> prepared.create(offer.organisation()))) {
      case JOINED, MEMBER_ALREADY -> Pages.seeOther(URI.create("/login")).build();
      case FULL -> InvitationPageResource.full();
      case GONE -> InvitationPageResource.gone();
    };
  }

  private Response form(
      int status, String token, Browser browser, String username, @Nullable String error) {
    return acceptance
        .find(token)
        .filter(_ -> accounts.offered())
        .map(offer ->
            new Page(
                token, browser.formToken(FORM + token), offer.organisationName(), username, error))
        .map(page ->
            Pages.page(status, Templates.account(page), null).cookie(cookies.of(browser)).build())
        .orElseGet(InvitationPageResource::gone);
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
