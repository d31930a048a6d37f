package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.forward.Forwarding;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lane;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.stream.EventStream;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One POST of an admitted caller, and the way to answer it. Belongs to one event loop. */
public final class Conversation {
  private final HttpServerRequest http;
  private final Gateway gateway;
  private final Principal principal;
  private final Lane lane;
  private final long started;
  private final @Nullable Session session;
  private final Outlet outlet;
  private final boolean forwarded;

  private Conversation(
      HttpServerRequest http,
      Gateway gateway,
      Principal principal,
      Lane lane,
      long started,
      @Nullable Session session,
      Outlet outlet,
      boolean forwarded) {
    this.http = http;
    this.gateway = gateway;
    this.principal = principal;
    this.lane = lane;
    this.started = started;
    this.session = session;
    this.outlet = outlet;
    this.forwarded = forwarded;
  }

  /**
   * A message that is answered in the response to it.
   *
   * @param started {@link System#nanoTime} at the arrival of the request's head
   * @param forwarded whether it comes from another replica, for a session that is held here
   */
  public Conversation(
      HttpServerRequest http,
      Gateway gateway,
      Principal principal,
      Lane lane,
      long started,
      boolean forwarded) {
    this(
        http,
        gateway,
        principal,
        lane,
        started,
        null,
        new PostOutlet(http, lane.answers()),
        forwarded);
  }

  /**
   * A message of our own making, for a caller who does not speak MCP.
   *
   * @param answer gets the JSON-RPC response
   */
  public static Conversation direct(
      HttpServerRequest http,
      Gateway gateway,
      Principal principal,
      Lane lane,
      long started,
      Consumer<byte[]> answer) {
    return new Conversation(
        http, gateway, principal, lane, started, null, new DirectOutlet(answer), false);
  }

  /** The same within a session that the transport, and not a header, names. */
  Conversation within(Session known, Outlet other) {
    return new Conversation(http, gateway, principal, lane, started, known, other, forwarded);
  }

  HttpServerRequest http() {
    return http;
  }

  /** Another replica has sent it on: it is not sent on again. */
  boolean forwarded() {
    return forwarded;
  }

  Gateway gateway() {
    return gateway;
  }

  Principal principal() {
    return principal;
  }

  Lane lane() {
    return lane;
  }

  /** The session of the transport; null where a header may name one. */
  @Nullable Session session() {
    return session;
  }

  Outlet outlet() {
    return outlet;
  }

  /** Of the transport; a message of our own making has none. */
  @Nullable String header(String name) {
    return outlet instanceof DirectOutlet ? null : http.getHeader(name);
  }

  /** W3C trace context of the HTTP request. */
  @Nullable String traceParent() {
    return http.getHeader("traceparent");
  }

  String sourceAddress() {
    String client = forwarded ? http.getHeader(Forwarding.CLIENT_ADDRESS) : null;
    if (client != null) {
      return client;
    }
    return http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
  }

  long elapsedNanos() {
    return System.nanoTime() - started;
  }

  /**
   * Answers with a stream that stays open.
   *
   * @return null if the client takes no events, or not from this message
   */
  @Nullable EventStream stream() {
    return outlet instanceof PostOutlet && outlet.streams() ? EventStream.begin(http) : null;
  }

  @Nullable String authorization() {
    return Presented.authorization(http, gateway);
  }

  /** Sends the answer; to a client that has gone away nothing is sent. */
  void answer(Reply reply) {
    outlet.answer(reply);
  }
}
