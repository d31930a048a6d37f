package dev.gatehouse.auth.provider;

import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.Pages;
import dev.gatehouse.auth.login.SignIn;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.login.WayOn;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** To a provider and back. */
@Path("/login/with/{provider}")
class ProviderResource {
  private static final Logger LOG = Logger.getLogger(ProviderResource.class);

  private final Providers providers;
  private final ExternalSignIn external;
  private final ExternalAccounts accounts;
  private final SignIn signIn;
  private final WayOn wayOn;
  private final Cookies cookies;
  private final RequestLimits limits;

  ProviderResource(
      Providers providers,
      ExternalSignIn external,
      ExternalAccounts accounts,
      SignIn signIn,
      WayOn wayOn,
      Cookies cookies,
      RequestLimits limits) {
    this.providers = providers;
    this.external = external;
    this.accounts = accounts;
    this.signIn = signIn;
    this.wayOn = wayOn;
    this.cookies = cookies;
    this.limits = limits;
  }

  /**
   * Sends the browser to the provider.
   *
   * @param next path to go on to afterwards
   */
  @GET
  @PermitAll
  public Response start(
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      String provider,
      @QueryParam("next") @Nullable String next) {
    return limits
        .authorization(request)
        .map(Pages::tooMany)
        .orElseGet(() -> start(headers, provider, next));
  }

  private Response start(HttpHeaders headers, String provider, @Nullable String next) {
    Browser browser = cookies.read(headers);
    Optional<WayOn.Step> step =
        Optional.ofNullable(next).flatMap(path -> wayOn.find(path, browser));
    return providers
        .find(provider)
        .map(found ->
            Pages.seeOther(question(found, browser, step)).cookie(cookies.of(browser)).build())
        .orElseGet(ProviderResource::unknown);
  }

  private URI question(Provider provider, Browser browser, Optional<WayOn.Step> next) {
    try {
      return external.start(provider, browser, next);
    } catch (ProviderException e) {
      signIn.refuseExternal(provider.name(), e.rule().value());
      throw e;
    }
  }

  /** Takes the provider's answer. */
  @GET
  @Path("/callback")
  @PermitAll
  public Response finish(
      @Context HttpHeaders headers, @Context HttpServerRequest request, String provider) {
    Browser browser = cookies.read(headers);
    Optional<Provider> found = providers.find(provider);
    if (found.isEmpty()) {
      return unknown();
    }
    try {
      return external
          .finish(found.get(), browser, request.query())
          .map(there -> here(found.get(), there, browser))
          .orElseGet(ProviderResource::notWaiting);
    } catch (ProviderException e) {
      signIn.refuseExternal(found.get().name(), e.rule().value());
      throw e;
    }
  }

  private Response here(Provider provider, SignedInThere there, Browser browser) {
    Optional<WayOn.Step> step =
        Optional.ofNullable(there.next()).flatMap(next -> wayOn.find(next, browser));
    // Whoever sits at the browser can have taken the wish to sign in again out of the question.
    if (step.filter(wanted -> there.authTime().isBefore(wanted.signInAfter())).isPresent()) {
      throw new ProviderException(ProviderException.Rule.NOT_SIGNED_IN_AGAIN, null);
    }
    boolean create = provider.config().openToAll() || step.filter(WayOn.Step::invited).isPresent();
    Optional<User> person = accounts.person(provider, there.claims(), create);
    if (person.isEmpty()) {
      signIn.refuseExternal(provider.name(), "not-invited");
      return Pages.message(
          403,
          "You have no account here",
          "Ask an administrator of your organisation for an invitation, and open its link.");
    }
    return Pages.seeOther(URI.create(step.map(WayOn.Step::path).orElse("/login")))
        .cookie(signIn.startExternal(person.get(), browser, provider.name(), there.authTime()))
        .build();
  }

  private static Response unknown() {
    return Pages.message(404, "There is no such way to sign in", "Go back and choose another.");
  }

  private static Response notWaiting() {
    return Pages.message(
        400,
        "This sign-in is not open",
        "It took too long, was finished before, or was started in another browser. Start again.");
  }

  @ServerExceptionMapper
  public Response failed(ProviderException e) {
    LOG.warnf("A sign-in with a provider failed: %s (%s)", e.rule().value(), cause(e));
    String why =
        switch (e.rule()) {
          case PROVIDER_AWAY ->
              "The provider does not answer at the moment. Try again, or choose another way.";
          case NOT_SIGNED_IN_AGAIN ->
              "The application wants you to sign in anew, and the provider does not say that you"
                  + " did. Sign out there and try again, or choose another way.";
          default ->
              "The provider's answer cannot be accepted. Try again, or tell your administrator.";
        };
    int status = e.rule() == ProviderException.Rule.PROVIDER_AWAY ? 503 : 403;
    return Pages.message(status, "Signing in did not work", why);
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }

  // Messages of the libraries name claims and addresses, never tokens.
  private static String cause(ProviderException e) {
    return e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
  }
}
