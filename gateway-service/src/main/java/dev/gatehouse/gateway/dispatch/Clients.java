package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.catalog.UpstreamTarget;
import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.stream.RunningRequests;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.identity.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What upstreams know of a client, and how the client reaches what is done for it. */
@Singleton
final class Clients {
  private static final String STREAMABLE_HTTP = "streamable_http";

  private final Vertx vertx;
  private final SessionStates states;
  private final RunningRequests running;
  private final Questions questions;

  Clients(Vertx vertx, SessionStates states, RunningRequests running, Questions questions) {
    this.vertx = vertx;
    this.states = states;
    this.running = running;
    this.questions = questions;
  }

  /** Who the upstream's conversation is held for. */
  OnBehalfOf whose(Exchange exchange) {
    Session session = exchange.session();
    Caller caller = exchange.conversation().principal().caller();
    return session == null
        ? OnBehalfOf.principal(caller.principal(), caller.user())
        : new OnBehalfOf(
            caller.principal(), caller.user(), session.id(), session.capabilities().json());
  }

  /**
   * Begins to pass on what goes both ways. From now on the request can be cancelled: in the modern
   * era by closing the connection, in the legacy one by a notification within the session.
   */
  Relay relay(Exchange exchange, Era era, UpstreamTarget target) {
    Session session = exchange.session();
    if (era == Era.MODERN) {
      exchange.conversation().outlet().onGone(exchange::cancel);
    } else if (session != null) {
      Context context = vertx.getOrCreateContext();
      String id = exchange.request().id().text(exchange.request().body());
      Runnable cancel = () -> context.runOnContext(ignored -> exchange.cancel());
      running.started(session.id(), id, cancel);
      exchange.onEnd(() -> running.ended(session.id(), id, cancel));
    }
    return new Relay(
        exchange,
        era,
        target.connector(),
        session == null ? null : states.find(session.id()),
        questions,
        () -> expectElicitation(exchange, target));
  }

  /**
   * What a legacy upstream asks outside the stream of the call comes to its session, and is for the
   * call that runs: so its session is listened to before the call is made, for a client that may be
   * asked and listens itself.
   *
   * @return done when it is, on this event loop; null if there is nothing to wait for
   */
  @Nullable Future<?> hearQuestions(Exchange exchange, UpstreamTarget target) {
    Session session = exchange.session();
    URI endpoint = target.endpoint();
    if (session == null
        || endpoint == null
        || session.capabilities().equals(ClientCapabilities.NONE)
        || !target.connector().transport().equals(STREAMABLE_HTTP)) {
      return null;
    }
    SessionState state = states.find(session.id());
    Future<?> heard =
        state == null
            ? Future.succeededFuture()
            : state.watched().elicitations(target.connector(), endpoint, whose(exchange));
    if (heard.isComplete()) {
      return null;
    }
    Promise<Object> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
    heard.onComplete(_ -> here.tryComplete());
    return here.future();
  }

  /** The client was sent to a URL; its session hears when that is done. */
  void expectElicitation(Exchange exchange, UpstreamTarget target) {
    Session session = exchange.session();
    URI endpoint = target.endpoint();
    if (session != null && endpoint != null) {
      states
          .of(session.id(), exchange.conversation().principal().caller())
          .watched()
          .elicitations(target.connector(), endpoint, whose(exchange));
    }
  }
}
