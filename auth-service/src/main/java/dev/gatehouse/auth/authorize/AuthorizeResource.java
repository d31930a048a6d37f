package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Cookies;
import dev.gatehouse.auth.login.Pages;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The authorization endpoint (OAuth 2.1 section 4.1). */
@Path("/oauth/authorize")
class AuthorizeResource {
  private final RequestCheck check;
  private final PendingAuthorizations pending;
  private final Answers answers;
  private final Cookies cookies;

  AuthorizeResource(
      RequestCheck check, PendingAuthorizations pending, Answers answers, Cookies cookies) {
    this.check = check;
    this.pending = pending;
    this.answers = answers;
    this.cookies = cookies;
  }

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance refused(String why);

    private Templates() {}
  }

  @GET
  @PermitAll
  public Response authorize(@Context HttpHeaders headers, @Context HttpServerRequest request) {
    String query = request.query() == null ? "" : request.query();
    return switch (check.check(query)) {
      case RequestCheck.Result.Good good -> {
        Browser browser = cookies.read(headers);
        PendingAuthorization kept = pending.keep(browser, good.request());
        yield Pages.seeOther(URI.create("/consent/" + kept.id()))
            .cookie(cookies.of(browser))
            .build();
      }
      case RequestCheck.Result.Refused refused ->
          Pages.seeOther(answers.error(refused.redirectUri(), refused.state(), refused.error()))
              .build();
      case RequestCheck.Result.NotRedirectable not ->
          Pages.page(400, Templates.refused(not.why()), null).build();
    };
  }
}
