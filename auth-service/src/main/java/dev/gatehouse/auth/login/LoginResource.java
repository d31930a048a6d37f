package dev.gatehouse.auth.login;

import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.auth.login.Continuation.Purpose;
import io.quarkus.arc.All;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The sign-in page. */
@Path("/login")
class LoginResource {
  private static final String FORM = "login";
  private static final int LONGEST = 1_000;

  private final Cookies cookies;
  private final Sessions sessions;
  private final SignIn signIn;
  private final WayOn wayOn;
  private final RequestLimits limits;
  private final List<SignInOptions> options;

  LoginResource(
      Cookies cookies,
      Sessions sessions,
      SignIn signIn,
      WayOn wayOn,
      RequestLimits limits,
      @All List<SignInOptions> options) {
    this.cookies = cookies;
    this.sessions = sessions;
    this.signIn = signIn;
    this.wayOn = wayOn;
    this.limits = limits;
    this.options = options;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance login(Form form);

    static native TemplateInstance signedIn(String username, String csrf);

    private Templates() {}
  }

  /**
   * @param purpose what a person signs in for, such as an application
   * @param next path to go on to
   */
  record Form(
      @Nullable String purpose,
      @Nullable String next,
      String username,
      String csrf,
      @Nullable String error,
      List<SignInOptions.Option> options) {}

  /**
   * Shows the form, or who is signed in.
   *
   * @param next path to go on to afterwards
   */
  @GET
  @PermitAll
  public Response show(@Context HttpHeaders headers, @QueryParam("next") @Nullable String next) {
    Browser browser = cookies.read(headers);
    Optional<Purpose> purpose = purpose(next, browser);
    Optional<User> user =
        sessions.user(browser, purpose.map(Purpose::signInAfter).orElse(Instant.EPOCH));
    if (user.isPresent()) {
      return purpose.isPresent() && next != null
          ? Pages.seeOther(URI.create(next)).build()
          : Pages.page(
                  200,
                  Templates.signedIn(user.get().username(), browser.formToken(LogoutResource.FORM)),
                  null)
              .build();
    }
    return form(200, browser, purpose, next, "", null);
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signIn(
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      @FormParam("username") @Nullable String username,
      @FormParam("password") @Nullable String password,
      @FormParam("next") @Nullable String next,
      @FormParam("csrf") @Nullable String csrf) {
    Optional<Duration> tooMany = limits.authorization(request);
    if (tooMany.isPresent()) {
      return Pages.tooMany(tooMany.get());
    }
    Browser browser = cookies.read(headers);
    Optional<Purpose> purpose = purpose(next, browser);
    String name = username == null ? "" : username;
    if (!browser.owns(FORM, csrf)) {
      return form(
          403,
          browser,
          purpose,
          next,
          name,
          "This page was too old, or cookies are blocked. Try again.");
    }
    if (name.isBlank()
        || name.chars().anyMatch(Character::isISOControl)
        || password == null
        || password.isEmpty()
        || name.length() + password.length() > LONGEST) {
      return form(400, browser, purpose, next, "", "Enter your user name and password.");
    }
    return switch (signIn.signIn(name, password, request.remoteAddress().hostAddress(), browser)) {
      case SignIn.Result.SignedIn signedIn ->
          Pages.seeOther(URI.create(purpose.isPresent() && next != null ? next : "/login"))
              .cookie(cookies.session(signedIn.session()))
              .build();
      case SignIn.Result.Wrong _ ->
          form(403, browser, purpose, next, name, "User name or password is wrong.");
      case SignIn.Result.Wait wait ->
          Response.fromResponse(
                  form(429, browser, purpose, next, name, "Too many tries. Wait a while."))
              .header(HttpHeaders.RETRY_AFTER, wait.time().toSeconds() + 1)
              .build();
    };
  }

  private Optional<Purpose> purpose(@Nullable String next, Browser browser) {
    return Optional.ofNullable(next)
        .flatMap(path -> wayOn.find(path, browser))
        .map(WayOn.Step::purpose);
  }

  private Response form(
      int status,
      Browser browser,
      Optional<Purpose> purpose,
      @Nullable String next,
      String username,
      @Nullable String error) {
    Form form =
        new Form(
            purpose.map(Purpose::name).orElse(null),
            purpose.isPresent() ? next : null,
            username,
            browser.formToken(FORM),
            error,
            options.stream().flatMap(some -> some.options().stream()).toList());
    return Pages.page(status, Templates.login(form), purpose.map(Purpose::redirectUri).orElse(null))
        .cookie(cookies.of(browser))
        .build();
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
