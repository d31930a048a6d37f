package dev.gatehouse.audit.query;

import io.vertx.ext.web.RoutingContext;

/** When a request has ended, however it did. */
public final class RequestEnd {
  private RequestEnd() {}

  /**
   * @param action may be run more than once
   */
  public static void run(RoutingContext request, Runnable action) {
    request.addEndHandler(_ -> action.run());
    if (request.response().closed()) { // before anybody was told of it
      action.run();
    }
  }
}
