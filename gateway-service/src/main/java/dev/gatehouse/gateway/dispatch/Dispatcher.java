package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ScanLimits;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;

/** Reads a message and hands it to the era that it opens with (2026-07-28, versioning). */
@Singleton
public final class Dispatcher {
  private static final ScanLimits LIMITS = ScanLimits.REQUEST.withMaxBytes(Integer.MAX_VALUE);

  private final LegacyOperations legacy;
  private final ModernOperations modern;
  private final SessionMessages sessionMessages;
  private final Batches batches;
  private final McpMetrics metrics;
  private final McpSpans spans;

  Dispatcher(
      LegacyOperations legacy,
      ModernOperations modern,
      SessionMessages sessionMessages,
      Batches batches,
      McpMetrics metrics,
      McpSpans spans) {
    this.legacy = legacy;
    this.modern = modern;
    this.sessionMessages = sessionMessages;
    this.batches = batches;
    this.metrics = metrics;
    this.spans = spans;
  }

  /**
   * @param body a whole request body, already bounded in size
   */
  public void dispatch(Conversation conversation, byte[] body) {
    switch (ClientMessageScanner.scan(body, LIMITS)) {
      case ClientMessage.Request request -> serve(conversation, request);
      case ClientMessage.Notification notification ->
          conversation.answer(sessionMessages.take(conversation, notification));
      case ClientMessage.Response response ->
          conversation.answer(sessionMessages.take(conversation, response));
      case ClientMessage.Batch _ -> {
        Reply refusal = batches.serve(conversation, body, this::dispatch);
        if (refusal != null) {
          refuse(conversation, refusal);
        }
      }
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
    String target = McpMethod.mirrorsName(request.method()) ? request.params().name() : null;
    Span span = spans.serve(request.method(), target, request.params().meta().traceParent());
    if (span.isRecording()) {
      String said = request.params().meta().protocolVersion();
      McpSpans.describe(
          span,
          request.id().text(request.body()),
          said != null ? said : conversation.header(McpHeader.PROTOCOL_VERSION),
          conversation.header(McpHeader.SESSION_ID),
          conversation.sourceAddress());
    }
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
    if (conversation.session() != null) {
      return false;
    }
    if (request.params().meta().protocolVersion() != null) {
      return true;
    }
    String header = conversation.header(McpHeader.PROTOCOL_VERSION);
    return header != null && ProtocolVersion.of(header).filter(ProtocolVersion::modern).isPresent();
  }
}
