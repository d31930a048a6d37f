package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.ResourceRoute;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.gateway.stream.WatchedResources;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.policy.Decision;
import dev.gatehouse.platform.policy.ToolPolicy;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Who wants to hear of a resource is judged and recorded as if it were read. */
@Singleton
final class Subscribing {
  private static final byte[] EMPTY = utf8("{}");
  private static final String ACTION = "resource.subscribe";

  private final SessionStates states;
  private final Clients clients;
  private final Recording recording;

  Subscribing(SessionStates states, Clients clients, Recording recording) {
    this.states = states;
    this.clients = clients;
    this.recording = recording;
  }

  /**
   * The methods of the legacy era.
   *
   * @return false if there is no such method here; then nothing was answered
   */
  boolean serve(Exchange exchange) {
    if (!exchange.conversation().gateway().capabilities().resourceSubscriptions()) {
      return false;
    }
    switch (exchange.request().method()) {
      case McpMethod.RESOURCES_SUBSCRIBE -> subscribe(exchange);
      case McpMethod.RESOURCES_UNSUBSCRIBE -> unsubscribe(exchange);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void subscribe(Exchange exchange) {
    String uri = exchange.request().params().uri();
    Session session = exchange.session();
    if (uri == null) {
      exchange.error(200, ErrorCode.INVALID_PARAMS, "params lack the uri of the resource");
      return;
    }
    if (session == null) {
      exchange.error(200, ErrorCode.INVALID_REQUEST, "Updates are told within a session only");
      return;
    }
    if (!recording.ready(exchange, true)) {
      return;
    }
    ResourceRoute route = route(exchange, uri);
    Decision decision = decide(exchange, route);
    CallRecord record = record(exchange, uri, route, decision);
    if (route == null || !(decision instanceof Decision.Allowed)) {
      recording.deny(
          exchange, record, decision, FeatureCall.resourceNotFound(exchange, Era.LEGACY, uri));
      return;
    }
    WatchedResources watched =
        states.of(session.id(), exchange.conversation().principal().caller()).watched();
    boolean before = watched.contains(uri);
    watched
        .add(uri, route, clients.whose(exchange))
        .onSuccess(told -> {
          if (told) {
            subscribed(
                exchange,
                record,
                () -> {
                  if (!before) {
                    watched.remove(uri);
                  }
                });
          } else {
            recording.refuse(exchange, record, "not-told", notTold(exchange));
          }
        })
        .onFailure(exchange::failed);
  }

  /**
   * @param undo ends the subscription, which goes on after the answer
   */
  private void subscribed(Exchange exchange, CallRecord record, Runnable undo) {
    recording
        .note(exchange, record.event(CallRecord.Result.of(true, null, micros(exchange))))
        .onSuccess(written -> {
          if (written) {
            exchange.result(EMPTY);
          } else {
            undo.run();
            Recording.refuse(exchange);
          }
        });
  }

  private static Reply notTold(Exchange exchange) {
    return Reply.error(
        200,
        exchange.id(),
        ErrorCode.INVALID_PARAMS,
        "The resource's server does not tell of its updates");
  }

  /** {@code resources/unsubscribe}; what was never subscribed to is no error. */
  private void unsubscribe(Exchange exchange) {
    String uri = exchange.request().params().uri();
    Session session = exchange.session();
    if (uri != null && session != null) {
      states.of(session.id(), exchange.conversation().principal().caller()).watched().remove(uri);
    }
    exchange.result(EMPTY);
  }

  /**
   * One of the resources of {@code subscriptions/listen}.
   *
   * @return whether its updates will be told
   */
  Future<Boolean> watch(Exchange exchange, WatchedResources watched, String uri) {
    ResourceRoute route = route(exchange, uri);
    Decision decision = decide(exchange, route);
    CallRecord record = record(exchange, uri, route, decision);
    if (route == null || !(decision instanceof Decision.Allowed)) {
      return recording.note(exchange, record.denied(decision.rule(), micros(exchange))).map(false);
    }
    return recording
        .note(exchange, record.event(CallRecord.Result.of(true, null, micros(exchange))))
        .compose(written ->
            written
                ? watched.add(uri, route, clients.whose(exchange))
                : Future.succeededFuture(false));
  }

  private static long micros(Exchange exchange) {
    return exchange.conversation().elapsedNanos() / 1000;
  }

  private static @Nullable ResourceRoute route(Exchange exchange, String uri) {
    return exchange.conversation().gateway().features().resource(uri);
  }

  private static Decision decide(Exchange exchange, @Nullable ResourceRoute route) {
    Conversation conversation = exchange.conversation();
    return ToolPolicy.decide(
        conversation.principal().caller(),
        conversation.gateway().id(),
        route == null ? null : Features.NEEDED_SCOPE);
  }

  private CallRecord record(
      Exchange exchange, String uri, @Nullable ResourceRoute route, Decision decision) {
    byte[] target =
        route == null
            ? CallRecord.unknownTarget("resource", exchange.conversation().gateway().id(), uri)
            : route.feature().auditTarget();
    return recording.begin(
        exchange,
        ACTION,
        target,
        decision,
        recording.capture(exchange, null),
        Content.of(Bytes.quoted(uri)));
  }
}
