package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.dispatch.Conversation;
import dev.gatehouse.gateway.dispatch.Dispatcher;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.mcp.wire.BoundedBody;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** One message of a client: who is it, then what is it. */
@Singleton
final class McpPost {
  private final Authenticator authenticator;
  private final Refusals refusals;
  private final Dispatcher dispatcher;
  private final Lanes lanes;
  private final int maxBytes;

  McpPost(
      Authenticator authenticator,
      Refusals refusals,
      Dispatcher dispatcher,
      Lanes lanes,
      EndpointConfig config) {
    this.authenticator = authenticator;
    this.refusals = refusals;
    this.dispatcher = dispatcher;
    this.lanes = lanes;
    this.maxBytes = (int) Math.min(Integer.MAX_VALUE - 8, config.maxRequestSize().asLongValue());
  }

  void handle(HttpServerRequest request, Gateway gateway) {
    long started = System.nanoTime();
    Future<Admission> admission =
        authenticator.admit(request.getHeader(HttpHeaders.AUTHORIZATION), gateway);
    admission.onSuccess(judged -> {
      if (judged instanceof Admission.Admitted(Principal principal)) {
        read(request, gateway, principal, started);
      } else {
        refusals.answer(request, gateway, judged);
      }
    });
  }

  /** Quarkus hands the request over paused, so nothing of the body is lost meanwhile. */
  private void read(HttpServerRequest request, Gateway gateway, Principal principal, long started) {
    BoundedBody body = new BoundedBody(maxBytes, request.getHeader(HttpHeaders.CONTENT_LENGTH));
    request.handler(body::add);
    request.endHandler(end -> {
      if (body.tooLarge()) {
        Refusals.send(request, 413, "The message is too large");
      } else {
        dispatcher.dispatch(
            new Conversation(request, gateway, principal, lanes.current(), started),
            body.toArray());
      }
    });
    request.resume();
  }
}
