package dev.gatehouse.auth.error;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Turns away bodies at the REST API that come in pieces and are too long. */
@ApplicationScoped
class ApiGate {

  void install(@Observes Router router) {
    for (HttpMethod method : new HttpMethod[] {HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH}) {
      router.route(method, "/api/*").order(-90).handler(ApiGate::handle);
    }
  }

  private static void handle(RoutingContext context) {
    if (context.request().getHeader("Transfer-Encoding") == null) {
      context.next();
    } else {
      BodyInPieces.read(
          context,
          OAuthGate.LONGEST,
          () -> context.response().setStatusCode(413).putHeader("Connection", "close").end());
    }
  }
}
