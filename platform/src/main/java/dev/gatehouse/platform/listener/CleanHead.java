package dev.gatehouse.platform.listener;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses a request whose head could be read in two ways: several {@code Host} headers, of which
 * somebody on the way may have judged another one, or none; an unknown coding of its body. In front
 * of every route of every service; what was not judged by {@link HeadJudgement} is refused too.
 */
@Singleton
final class CleanHead {

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(CleanHead::judge);
  }

  private static void judge(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request instanceof HttpServerRequestInternal known
        && known.metric() == HeadJudgement.Verdict.FINE) {
      context.next();
      return;
    }
    request
        .response()
        .setStatusCode(400)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end()
        .onComplete(ignored -> request.connection().close());
  }
}
