package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.authorize.PendingAuthorization;
import dev.gatehouse.auth.authorize.PendingAuthorizations;
import dev.gatehouse.auth.authorize.WayBack;
import dev.gatehouse.auth.client.Clients;
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
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * The consent page. A request is found by its id and by the browser that it was opened in; it takes
 * a signed-in person, the page's own form and one of the person's organisations to approve it.
 */
@Path("/consent/{id}")
class ConsentResource {
  static final String PATH = "/consent/";

  private static final String NOT_OPEN = "This request is not open";

  private final PendingAuthorizations pending;
  private final Clients clients;
  private final Consent consent;
  private final Sessions sessions;
  private final Cookies cookies;

  ConsentResource(
      PendingAuthorizations pending,
      Clients clients,
      Consent consent,
      Sessions sessions,
      Cookies cookies) {
    this.pending = pending;
    this.clients = clients;
    this.consent = consent;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance consent(ConsentPage page);

    private Templates() {}
  }

  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers, String id) {
    Browser browser = cookies.read(headers);
    Optional<PendingAuthorization> request = pending.find(id, browser);
    if (request.isEmpty()) {
      return gone();
    }
    Optional<User> user = sessions.user(browser, request.get().signInAfter());
    if (user.isPresent()) {
      return page(request.get(), user.get(), browser);
    }
    return request.get().silent()
        ? error(request.get(), consent.pageNeeded(request.get(), user))
        : login(id);
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response decide(
      @Context HttpHeaders headers,
      String id,
      @FormParam("decision") @Nullable String decision,
      @FormParam("organisation") @Nullable String organisation,
      @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    Optional<PendingAuthorization> request = pending.find(id, browser);
    if (request.isEmpty()) {
      return gone();
    }
    Optional<User> user = sessions.user(browser, request.get().signInAfter());
    if (user.isEmpty()) {
      return login(id);
    }
    if (!browser.owns(form(id), csrf)) {
      consent.forged(request.get(), user.get());
      return Pages.message(403, NOT_OPEN, "This page was too old. Go back and try again.");
    }
    if (!"approve".equals(decision)) {
      return redirect(consent.deny(request.get(), user.get()));
    }
    List<Choice> choices = consent.choices(request.get(), user.get());
    return choices.stream()
        .filter(choice -> choice.member().organisation().equals(organisation))
        .findFirst()
        .map(choice -> redirect(consent.approve(request.get(), user.get(), choice, false)))
        .orElseGet(() -> question(request.get(), user.get(), browser, choices));
  }

  private Response page(PendingAuthorization request, User user, Browser browser) {
    List<Choice> choices = consent.choices(request, user);
    return consent
        .answered(request, user, choices)
        .map(choice -> redirect(consent.approve(request, user, choice, true)))
        .orElseGet(() ->
            request.silent() && !choices.isEmpty()
                ? error(request, consent.pageNeeded(request, Optional.of(user)))
                : question(request, user, browser, choices));
  }

  private Response question(
      PendingAuthorization request, User user, Browser browser, List<Choice> choices) {
    return clients
        .find(request.clientId())
        .map(client ->
            choices.isEmpty()
                ? error(request, consent.noChoice(request, user))
                : Pages.page(
                        200,
                        Templates.consent(
                            ConsentPage.of(
                                request,
                                pending.resource(request),
                                client,
                                user.username(),
                                browser.formToken(form(request.id())),
                                choices)),
                        request.redirectUri())
                    .build())
        .orElseGet(ConsentResource::gone);
  }

  private static String form(String id) {
    return "consent:" + id;
  }

  private static Response login(String id) {
    return Pages.seeOther(URI.create("/login?next=" + PATH + id)).build();
  }

  private static Response redirect(Optional<URI> answer) {
    return answer.map(uri -> Pages.seeOther(uri).build()).orElseGet(ConsentResource::gone);
  }

  private Response error(PendingAuthorization request, Optional<URI> answer) {
    return clients
        .find(request.clientId())
        .flatMap(client -> answer.map(uri -> WayBack.to(client, request.redirectUri(), uri)))
        .orElseGet(ConsentResource::gone);
  }

  private static Response gone() {
    return Pages.message(
        404,
        NOT_OPEN,
        "It was answered already, has expired, or belongs to another browser. Start again from the"
            + " application.");
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
