package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
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
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * A person sees all organisations that they belong to, and makes another. For people at a browser
 * alone: tokens and keys are for one organisation, and applications were let into one.
 */
@Path("/login/organisations")
class MyOrganisationsResource {
  private static final String FORM = "organisations";
  private static final URI HERE = URI.create("/login/organisations");
  private static final Pattern NAME = Pattern.compile("(?=.*\\S)\\P{C}{1,100}");

  private final NewOrganisation creation;
  private final Organisations organisations;
  private final Sessions sessions;
  private final Cookies cookies;
  private final Transactions transactions;

  MyOrganisationsResource(
      NewOrganisation creation,
      Organisations organisations,
      Sessions sessions,
      Cookies cookies,
      Transactions transactions) {
    this.creation = creation;
    this.organisations = organisations;
    this.sessions = sessions;
    this.cookies = cookies;
    this.transactions = transactions;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance organisations(Page page);

    private Templates() {}
  }

  /**
   * @param name as it was typed
   */
  record Page(String csrf, List<Entry> entries, String name, String slug, @Nullable String error) {}

  record Entry(String name, String slug, String role) {
    static Entry of(Member member) {
      return new Entry(member.name(), member.slug(), member.role().value());
    }
  }

  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers) {
    Browser browser = cookies.read(headers);
    return sessions
        .user(browser)
        .map(user -> page(200, browser, user, "", "", null))
        .orElseGet(MyOrganisationsResource::login);
  }

  /**
   * @param slug its name in URLs; made of the name if it is blank
   */
  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response create(
      @Context HttpHeaders headers,
      @FormParam("name") @Nullable String name,
      @FormParam("slug") @Nullable String slug,
      @FormParam("csrf") @Nullable String csrf) {
    Browser browser = cookies.read(headers);
    Optional<User> user = sessions.user(browser);
    if (user.isEmpty()) {
      return login();
    }
    if (!browser.owns(FORM, csrf)) {
      return Pages.message(403, "Nothing was done", "This page was too old. Open it again.");
    }
    String called = name == null ? "" : name.strip();
    String wished = slug == null ? "" : slug.strip();
    return problem(user.get(), called, wished)
        .map(problem -> page(400, browser, user.get(), called, wished, problem))
        .orElseGet(() -> Pages.seeOther(HERE).build());
  }

  /** Makes it; empty if that went well, else what to tell the person. */
  private Optional<String> problem(User owner, String name, String slug) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("The organisation needs a name of at most 100 printable characters.");
    }
    if (!slug.isEmpty() && !slug.matches(Slug.PATTERN)) {
      return Optional.of("A short name has 2 to 40 lower-case letters, digits and single hyphens.");
    }
    return switch (creation.create(owner.id(), name, slug.isEmpty() ? null : slug)) {
      case NewOrganisation.Result.Created _ -> Optional.empty();
      case NewOrganisation.Result.SlugTaken _ -> Optional.of("This short name is taken.");
      case NewOrganisation.Result.SlugReserved _ -> Optional.of("This short name is reserved.");
      case NewOrganisation.Result.TooMany many ->
          Optional.of("A person can be in at most " + many.most() + " organisations.");
    };
  }

  private Response page(
      int status, Browser browser, User user, String name, String slug, @Nullable String error) {
    List<Entry> entries =
        transactions.asPlatform(() -> organisations.of(user.id())).stream().map(Entry::of).toList();
    return Pages.page(
            status,
            Templates.organisations(new Page(browser.formToken(FORM), entries, name, slug, error)),
            null)
        .build();
  }

  private static Response login() {
    return Pages.seeOther(URI.create("/login")).build();
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
