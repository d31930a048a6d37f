package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ScanLimits;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;

/** Reads a message and hands it to the era that it opens with (2026-07-28, versioning). */
@Singleton
public final class Dispatcher {
  private static final byte[] NO_ID = {};
  private static final ScanLimits LIMITS = ScanLimits.REQUEST.withMaxBytes(Integer.MAX_VALUE);

  private final LegacyOperations legacy;
  private final ModernOperations modern;
  private final McpMetrics metrics;
  private final McpSpans spans;

  Dispatcher(LegacyOperations legacy, ModernOperations modern, McpMetrics metrics, McpSpans spans) {
    this.legacy = legacy;
    this.modern = modern;
    this.metrics = metrics;
    this.spans = spans;
  }

  /**
   * @param body a whole request body, already bounded in size
   */
  public void dispatch(Conversation conversation, byte[] body) {
    switch (ClientMessageScanner.scan(body, LIMITS)) {
      case ClientMessage.Request request -> serve(conversation, request);
      case ClientMessage.Notification _, ClientMessage.Response _ ->
          conversation.answer(Reply.accepted());
      case ClientMessage.Batch _ ->
          refuse(
              conversation,
              Reply.error(400, NO_ID, ErrorCode.INVALID_REQUEST, "Batches are not taken"));
      case ClientMessage.Malformed malformed ->
          refuse(
              conversation,
              Reply.error(
                  400, malformed.id(), malformed.flaw().code(), malformed.flaw().sentence()));
    }
  }

  private void refuse(Conversation conversation, Reply reply) {
    metrics.served("", reply.error(), conversation.elapsedNanos());
    conversation.answer(reply);
  }

  private void serve(Conversation conversation, ClientMessage.Request request) {
    String target = request.method().equals(McpMethod.TOOLS_CALL) ? request.params().name() : null;
    Span span = spans.serve(request.method(), target, request.params().meta().traceParent());
    Exchange exchange =
        new Exchange(
            conversation,
            request,
            span,
            reply -> {
              metrics.served(request.method(), reply.error(), conversation.elapsedNanos());
              McpSpans.end(span, reply.error());
            });
    try {
      if (opensModern(conversation, request)) {
        modern.serve(exchange);
      } else {
        legacy.serve(exchange);
      }
    } catch (RuntimeException e) {
      exchange.failed(e);
    }
  }

  /** A request that names its revision in {@code _meta}, or one of the modern era in the header. */
  private static boolean opensModern(Conversation conversation, ClientMessage.Request request) {
    if (request.params().meta().protocolVersion() != null) {
      return true;
    }
    String header = conversation.header(McpHeader.PROTOCOL_VERSION);
    return header != null && ProtocolVersion.of(header).filter(ProtocolVersion::modern).isPresent();
  }
}
