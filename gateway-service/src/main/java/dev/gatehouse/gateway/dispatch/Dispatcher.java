package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ScanLimits;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a message and hands it to the era that it opens with (2026-07-28, versioning). */
@Singleton
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final byte[] NO_ID = {};
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
    try {
      take(conversation, body, false);
    } catch (RuntimeException e) {
      LOG.error("A message could not be served", e);
      refuse(conversation, Reply.error(500, NO_ID, ErrorCode.INTERNAL_ERROR, "Internal error"));
    }
  }

  /**
   * @param inBatch where a batch and a handshake are not taken (2025-03-26, lifecycle)
   */
  private void take(Conversation conversation, byte[] body, boolean inBatch) {
    switch (ClientMessageScanner.scan(body, LIMITS)) {
      case ClientMessage.Request request
          when inBatch && request.method().equals(McpMethod.INITIALIZE) ->
          refuse(
              conversation,
              Reply.error(
                  400,
                  request.id().copy(request.body()),
                  ErrorCode.INVALID_REQUEST,
                  "A handshake is not part of a batch"));
      case ClientMessage.Request request -> serve(conversation, request);
      case ClientMessage.Notification notification ->
          sessionMessages.take(conversation, notification);
      case ClientMessage.Response response -> sessionMessages.take(conversation, response);
      case ClientMessage.Batch _ when inBatch ->
          refuse(
              conversation,
              Reply.error(400, NO_ID, ErrorCode.INVALID_REQUEST, "Batches do not nest"));
      case ClientMessage.Batch _ -> {
        Reply refusal =
            batches.serve(conversation, body, (part, message) -> take(part, message, true));
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
    String traceParent = request.params().meta().traceParent();
    Span span =
        spans.serve(
            request.method(),
            target,
            traceParent != null ? traceParent : conversation.traceParent());
    if (span.isRecording()) {
      String said = request.params().meta().protocolVersion();
      McpSpans.describe(
          span,
          requestId(request),
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

  /** As the conventions have it: without the quotes of JSON. */
  private static String requestId(ClientMessage.Request request) {
    return JsonMembers.string(request.body(), request.id())
        .orElseGet(() -> request.id().text(request.body()));
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
