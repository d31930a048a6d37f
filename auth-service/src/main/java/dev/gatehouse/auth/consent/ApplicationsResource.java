package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.Pages;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisations;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** A person sees which applications have access in all their organisations, and ends it. */
@Path("/login/applications")
class ApplicationsResource {
  private static final String FORM = "applications";
  private static final URI HERE = URI.create("/login/applications");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final GivenConsents consents;
  private final Clients clients;
  private final Organisations organisations;
  private final Sessions sessions;
  private final Cookies cookies;
  private final Transactions transactions;

  ApplicationsResource(
      GivenConsents consents,
      Clients clients,
      Organisations organisations,
      Sessions sessions,
      Cookies cookies,
      Transactions transactions) {
    this.consents = consents;
    this.clients = clients;
    this.organisations = organisations;
    this.sessions = sessions;
    this.cookies = cookies;
    this.transactions = transactions;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance applications(String csrf, List<Entry> entries);

    private Templates() {}
  }

  /**
   * @param what in plain words
   */
  record Entry(String id, String client, String organisation, List<String> what) {}

  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers) {
    Browser browser = cookies.read(headers);
    return sessions
        .user(browser)
        .map(user ->
            Pages.page(200, Templates.applications(browser.formToken(FORM), entries(user)), null)
                .build())
        .orElseGet(ApplicationsResource::login);
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response revoke(
      @Context HttpHeaders headers,
      @FormParam("consent") @Nullable String id,
      @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    Optional<User> user = sessions.user(browser);
    if (user.isEmpty()) {
      return login();
    }
    if (!browser.owns(FORM, csrf)) {
      return Pages.message(403, "Nothing was done", "This page was too old. Open it again.");
    }
    if (id != null && ID.matcher(id).matches()) {
      String person = user.get().id();
      transactions
          .asPlatform(() -> consents.organisation(person, id))
          .ifPresent(organisation ->
              transactions.in(
                  organisation, () -> consents.revoke(Decided.user(person), person, id)));
    }
    return Pages.seeOther(HERE).build();
  }

  private List<Entry> entries(User user) {
    List<GivenConsent> given = transactions.asPlatform(() -> consents.of(user.id()));
    Map<String, String> names =
        transactions.asPlatform(() -> organisations.of(user.id())).stream()
            .collect(Collectors.toMap(Member::organisation, Member::name));
    return given.stream()
        .map(consent ->
            new Entry(
                consent.id,
                ConsentView.of(consent, clients.asKept(consent.clientId)).clientName(),
                names.getOrDefault(consent.organisation, "suspended"),
                consent.scopes.stream().sorted().map(ConsentPage::words).toList()))
        .toList();
  }

  private static Response login() {
    return Pages.seeOther(URI.create("/login")).build();
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
