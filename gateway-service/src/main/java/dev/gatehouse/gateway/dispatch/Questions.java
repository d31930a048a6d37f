package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.ClientCapabilities;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.SessionConfig;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.gateway.stream.SessionStates;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.Span;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;

/** Asks a legacy client, on the stream of its own request, what an upstream wants to know. */
@Singleton
final class Questions {
  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",\"id\":");
  private static final byte[] METHOD = utf8(",\"method\":");
  private static final byte[] PARAMS = utf8(",\"params\":");

  private final Vertx vertx;
  private final SessionStates states;
  private final long patienceMillis;

  Questions(Vertx vertx, SessionStates states, SessionConfig config) {
    this.vertx = vertx;
    this.states = states;
    this.patienceMillis = config.answerWithin().toMillis();
  }

  /** Whether the client said at its handshake that it takes this, and can be reached now. */
  boolean mayAsk(Exchange exchange, String method, byte[] source, Span params) {
    Session session = exchange.session();
    if (session == null || !exchange.conversation().outlet().streams()) {
      return false;
    }
    ClientCapabilities can = session.capabilities();
    return switch (method) {
      case McpMethod.ROOTS_LIST -> can.roots();
      case McpMethod.SAMPLE ->
          can.sampling()
              && (can.samplingTools() || !JsonMembers.find(source, params, "tools").present());
      case McpMethod.ELICIT ->
          byUrl(method, source, params) ? can.elicitationByUrl() : can.elicitation();
      default -> false;
    };
  }

  static boolean byUrl(String method, byte[] source, Span params) {
    return method.equals(McpMethod.ELICIT)
        && JsonMembers.text(source, params, "mode").filter("url"::equals).isPresent();
  }

  /**
   * @param params raw; empty for none
   * @return the member that answers, {@code "result":…} or {@code "error":…}; fails if the client
   *     does not answer in time
   */
  Future<byte[]> ask(Exchange exchange, String method, byte[] params) {
    Session session = exchange.session();
    if (session == null) {
      return Future.failedFuture("no session");
    }
    SessionState state = states.of(session.id(), exchange.conversation().principal().caller());
    Promise<byte[]> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
    String id = state.ask(answer);
    Bytes message = new Bytes(96 + params.length).add(HEAD).add(utf8(id)).add(METHOD).quote(method);
    if (params.length > 0) {
      message.add(PARAMS).add(params);
    }
    exchange.conversation().outlet().event(message.add('}').toArray());
    long timer = vertx.setTimer(patienceMillis, ignored -> state.forget(id));
    return answer
        .future()
        .onSuccess(member -> exchange.answered(method, member))
        .onComplete(ignored -> vertx.cancelTimer(timer));
  }
}
