package dev.gatehouse.auth.error;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Turns away what no endpoint for clients reads, in OAuth's dialect and before the body has come:
 * other methods than POST, and bodies that are too long.
 */
@ApplicationScoped
class OAuthGate {
  /** Bytes; the limit of the listener is the same and answers without a word. */
  static final int LONGEST = 64 * 1024;

  private static final String TOO_LONG = "The request is too long";

  void install(@Observes Router router) {
    OAuthEndpoint.takingPosts()
        .forEach(at -> router.route(at.path()).order(-90).handler(OAuthGate::handle));
  }

  private static void handle(RoutingContext context) {
    if (!HttpMethod.POST.equals(context.request().method())) {
      context.response().putHeader("Allow", "POST");
      refuse(context, "This endpoint takes POST only", 405);
    } else {
      BoundedBodies.read(context, LONGEST, () -> refuse(context, TOO_LONG, 413));
    }
  }

  // The body is not read to its end, so the connection cannot be used again.
  private static void refuse(RoutingContext context, String why, int status) {
    ErrorObject error = OAuth2Error.INVALID_REQUEST.setDescription(why).setHTTPStatusCode(status);
    HttpServerResponse response = context.response();
    response.setStatusCode(status);
    response.putHeader("Content-Type", "application/json");
    response.putHeader("Cache-Control", "no-store");
    if (status == 413) {
      response.putHeader("Connection", "close");
    }
    response.end(error.toJSONObject().toJSONString());
  }
}
