package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.dispatch.Conversation;
import dev.gatehouse.gateway.dispatch.Dispatcher;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lanes;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** One message of a client: who is it, then what is it. */
@Singleton
final class McpPost {
  private final Admissions admissions;
  private final Bodies bodies;
  private final Dispatcher dispatcher;
  private final Lanes lanes;

  McpPost(Admissions admissions, Bodies bodies, Dispatcher dispatcher, Lanes lanes) {
    this.admissions = admissions;
    this.bodies = bodies;
    this.dispatcher = dispatcher;
    this.lanes = lanes;
  }

  void handle(HttpServerRequest request, Gateway gateway) {
    long started = System.nanoTime();
    admissions.admit(
        request, gateway, principal -> take(request, gateway, principal, started, false));
  }

  /**
   * The message of a caller who is let in.
   *
   * @param started {@link System#nanoTime} at the arrival of the request's head
   * @param forwarded whether another replica vouches for the caller
   */
  void take(
      HttpServerRequest request,
      Gateway gateway,
      Principal principal,
      long started,
      boolean forwarded) {
    bodies.read(
        request,
        body -> {
          if (!request.response().closed()) { // else nobody waits for it any more
            dispatcher.dispatch(
                new Conversation(request, gateway, principal, lanes.current(), started, forwarded),
                body);
          }
        });
  }
}
