package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.limit.RequestLimits;
import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.Pages;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The authorization endpoint (OAuth 2.1 section 4.1). */
@Path("/oauth/authorize")
class AuthorizeResource {
  private final RequestCheck check;
  private final PushedRequests pushed;
  private final PendingAuthorizations pending;
  private final Answers answers;
  private final Cookies cookies;
  private final RequestLimits limits;

  AuthorizeResource(
      RequestCheck check,
      PushedRequests pushed,
      PendingAuthorizations pending,
      Answers answers,
      Cookies cookies,
      RequestLimits limits) {
    this.check = check;
    this.pushed = pushed;
    this.pending = pending;
    this.answers = answers;
    this.cookies = cookies;
    this.limits = limits;
  }

  @GET
  @PermitAll
  public Response authorize(@Context HttpHeaders headers, @Context HttpServerRequest request) {
    return limits
        .authorization(request)
        .map(Pages::tooMany)
        .orElseGet(() -> answer(headers, request.query() == null ? "" : request.query()));
  }

  private Response answer(HttpHeaders headers, String query) {
    return pushed
        .resolve(query)
        .map(request -> judged(headers, request))
        .orElseGet(() ->
            Pages.message(
                400,
                "The application cannot be connected",
                "Its request was used already or has expired. Start again from the application."));
  }

  private Response judged(HttpHeaders headers, String query) {
    return switch (check.check(query)) {
      case RequestCheck.Result.Good good -> {
        Browser browser = cookies.read(headers);
        PendingAuthorization kept = pending.keep(browser, good.request());
        yield Pages.seeOther(URI.create("/consent/" + kept.id()))
            .cookie(cookies.of(browser))
            .build();
      }
      case RequestCheck.Result.Refused refused ->
          WayBack.to(
              refused.client(),
              refused.redirectUri(),
              answers.error(refused.redirectUri(), refused.state(), refused.error()));
      case RequestCheck.Result.NotRedirectable not ->
          Pages.message(400, "The application cannot be connected", not.why());
    };
  }

  @ServerExceptionMapper
  public Response failed(Exception e) {
    return Pages.unforeseen(e);
  }
}
