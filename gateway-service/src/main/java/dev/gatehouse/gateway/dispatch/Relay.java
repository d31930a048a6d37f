package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.stream.SessionState;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.RequestListener;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.LogLevel;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.RequestMeta;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes both ways while an upstream works on a client's request: progress, log messages and
 * questions to the client, cancellation to the upstream.
 */
final class Relay implements RequestListener {
  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",\"method\":");
  private static final byte[] PARAMS = utf8(",\"params\":");

  private final Exchange exchange;
  private final Era era;
  private final @Nullable SessionState state;
  private final Questions questions;
  private final ConnectorManifest connector;
  private final Runnable expectsElicitation;
  private final boolean streams;
  private final @Nullable LogLevel logLevel;

  /**
   * @param connector whose server works on the request
   * @param state of the client's session; null if it has none
   * @param expectsElicitation run when the client was sent to a URL, of which the upstream will
   *     tell when it is done
   */
  Relay(
      Exchange exchange,
      Era era,
      ConnectorManifest connector,
      @Nullable SessionState state,
      Questions questions,
      Runnable expectsElicitation) {
    this.connector = connector;
    this.expectsElicitation = expectsElicitation;
    this.exchange = exchange;
    this.era = era;
    this.state = state;
    this.questions = questions;
    this.streams = exchange.conversation().outlet().streams();
    this.logLevel = streams ? wantedLevel() : null;
  }

  /** What the upstream is told of the client. */
  RequestContext context() {
    return new RequestContext(
        capabilities(),
        streams && meta().progressToken().present(),
        logLevel == null ? null : logLevel.wireName(),
        era == Era.MODERN || (state != null && state.logLevel() != null),
        PassedHeaders.of(exchange.conversation(), connector),
        this);
  }

  private RequestMeta meta() {
    return exchange.request().params().meta();
  }

  private byte[] capabilities() {
    if (era == Era.MODERN) {
      return meta().clientCapabilities().copy(exchange.request().body());
    }
    Session session = exchange.session();
    return session == null || !streams
        ? RequestContext.NO_CAPABILITIES
        : session.capabilities().json();
  }

  /** A modern client says it with each request; a legacy one hears all until it says otherwise. */
  private @Nullable LogLevel wantedLevel() {
    if (era == Era.MODERN) {
      return Optional.ofNullable(meta().logLevel()).flatMap(LogLevel::of).orElse(null);
    }
    LogLevel set = state == null ? null : state.logLevel();
    return set == null ? LogLevel.DEBUG : set;
  }

  @Override
  public void onSend(Runnable cancel) {
    exchange.cancellable(cancel);
  }

  @Override
  public void onNotification(byte[] message, UpstreamMessage.ServerNotification notification) {
    if (!streams || exchange.cancelled()) {
      return;
    }
    switch (notification.method()) {
      case McpMethod.PROGRESS -> progress(message, notification.params());
      case McpMethod.LOG_MESSAGE -> log(message, notification.params());
      case McpMethod.ELICITATION_COMPLETE -> {
        if (era == Era.LEGACY) {
          pass(message, notification);
        }
      }
      default -> {
        // list changes are news of the connector, not of this request
      }
    }
  }

  /** The upstream knows our token; the client gets its own back. */
  private void progress(byte[] message, Span params) {
    Span ours = JsonMembers.find(message, params, "progressToken");
    Span clients = meta().progressToken();
    if (ours.present() && clients.present()) {
      send(
          new Bytes(128 + params.length())
              .add(HEAD)
              .quote(McpMethod.PROGRESS)
              .add(PARAMS)
              .add(message, params.start(), ours.start())
              .add(exchange.request().body(), clients)
              .add(message, ours.end(), params.end()));
    }
  }

  private void log(byte[] message, Span params) {
    LogLevel level = JsonMembers.text(message, params, "level").flatMap(LogLevel::of).orElse(null);
    if (logLevel != null && level != null && level.reaches(logLevel)) {
      pass(message, new UpstreamMessage.ServerNotification(McpMethod.LOG_MESSAGE, params));
    }
  }

  private void pass(byte[] message, UpstreamMessage.ServerNotification notification) {
    Bytes passed =
        new Bytes(96 + notification.params().length()).add(HEAD).quote(notification.method());
    if (notification.params().present()) {
      passed.add(PARAMS).add(message, notification.params());
    }
    send(passed);
  }

  private void send(Bytes message) {
    exchange.conversation().outlet().event(message.add('}').toArray());
  }

  @Override
  public @Nullable Future<byte[]> onRequest(byte[] message, UpstreamMessage.ServerRequest asked) {
    if (!questions.mayAsk(exchange, asked.method(), message, asked.params())) {
      return null;
    }
    if (Questions.byUrl(asked.method(), message, asked.params())) {
      expectsElicitation.run();
    }
    return questions.ask(exchange, asked.method(), asked.params().copy(message));
  }
}
