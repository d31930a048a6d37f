package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.gateway.upstream.UpstreamConfig;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes an allowed call. What may change something is on record before it is made; every call is on
 * record before its answer is sent.
 */
@Singleton
final class UpstreamCall {
  private final CallReplies replies;
  private final McpSpans spans;
  private final McpMetrics metrics;
  private final Duration maxTimeout;

  UpstreamCall(CallReplies replies, McpSpans spans, McpMetrics metrics, UpstreamConfig config) {
    this.replies = replies;
    this.spans = spans;
    this.metrics = metrics;
    this.maxTimeout = config.maxCallTimeout();
  }

  void make(Exchange exchange, Era era, GatewayTool tool, CallRecord record) {
    if (!tool.sideEffecting()) {
      call(exchange, era, tool, record, null);
      return;
    }
    CallRecord.Ready attempt = record.attempt();
    append(exchange, attempt, () -> call(exchange, era, tool, record, attempt));
  }

  private void call(
      Exchange exchange,
      Era era,
      GatewayTool tool,
      CallRecord record,
      CallRecord.@Nullable Ready attempt) {
    Span span = spans.call(exchange.span(), McpMethod.TOOLS_CALL, tool.upstreamName());
    long started = System.nanoTime();
    Conversation conversation = exchange.conversation();
    conversation
        .lane()
        .upstreams()
        .call(
            tool,
            OnBehalfOf.principal(conversation.principal().caller().principal()),
            toolCall(exchange.request(), tool, span))
        .onSuccess(outcome -> {
          Reply reply = replies.of(exchange, era, outcome);
          metrics.called(McpMethod.TOOLS_CALL, reply.error(), System.nanoTime() - started);
          if (span != exchange.span()) {
            McpSpans.end(span, reply.error());
          }
          conclude(exchange, record, attempt, outcome, reply);
        })
        .onFailure(exchange::failed);
  }

  private ToolCall toolCall(ClientMessage.Request request, GatewayTool tool, Span span) {
    Duration wanted = Duration.ofMillis(tool.connector().timeoutMillis());
    return new ToolCall(
        tool.upstreamName(),
        request.body(),
        request.params().arguments(),
        request.params().meta().others(),
        tool.mirrored(),
        McpSpans.traceParent(span),
        wanted.isPositive() && wanted.compareTo(maxTimeout) < 0 ? wanted : maxTimeout,
        tool.repeatable(),
        ToolCall.NOTHING,
        RequestContext.NONE);
  }

  private void conclude(
      Exchange exchange,
      CallRecord record,
      CallRecord.@Nullable Ready attempt,
      CallOutcome outcome,
      Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    boolean success = reply.error() == null;
    String code = CallReplies.code(outcome, reply);
    int bytes = CallReplies.resultBytes(outcome);
    CallRecord.Ready ready =
        attempt == null
            ? record.event(success, code, micros, bytes)
            : record.outcome(attempt, success, code, micros, bytes);
    append(exchange, ready, () -> exchange.reply(reply));
  }

  private void append(Exchange exchange, CallRecord.Ready record, Runnable then) {
    exchange
        .conversation()
        .lane()
        .spool()
        .append(
            record.key(),
            record.value(),
            written -> {
              if (written) {
                then.run();
              } else {
                refuseUnrecorded(exchange);
              }
            });
  }

  /** Nothing is answered that is not on record. */
  void refuseUnrecorded(Exchange exchange) {
    exchange.error(
        503, ErrorCode.INTERNAL_ERROR, "Calls cannot be recorded at the moment; try again later");
  }
}
