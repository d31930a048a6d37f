package dev.gatehouse.auth.error;

import dev.gatehouse.platform.problem.CommonProblem;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Turns away bodies at the REST API that are too long, with a problem and before they have come.
 */
@ApplicationScoped
class ApiGate {

  void install(@Observes Router router) {
    for (HttpMethod method : new HttpMethod[] {HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH}) {
      router
          .route(method, "/api/*")
          .order(-90)
          .handler(
              context -> BoundedBodies.read(context, OAuthGate.LONGEST, () -> refuse(context)));
    }
  }

  private static void refuse(RoutingContext context) {
    GateProblem.answer(
        context,
        CommonProblem.TOO_LARGE,
        "A body has at most " + OAuthGate.LONGEST + " bytes here.");
  }
}
