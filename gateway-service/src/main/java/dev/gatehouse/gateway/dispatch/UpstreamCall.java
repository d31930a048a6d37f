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
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes an allowed call. What may change something is on record before it is made; every call is on
 * record before its answer is sent.
 */
@Singleton
final class UpstreamCall {
  private final Recording recording;
  private final CallReplies replies;
  private final Clients clients;
  private final InputRounds rounds;
  private final McpSpans spans;
  private final McpMetrics metrics;
  private final Duration maxTimeout;

  UpstreamCall(
      Recording recording,
      CallReplies replies,
      Clients clients,
      InputRounds rounds,
      McpSpans spans,
      McpMetrics metrics,
      UpstreamConfig config) {
    this.recording = recording;
    this.replies = replies;
    this.clients = clients;
    this.rounds = rounds;
    this.spans = spans;
    this.metrics = metrics;
    this.maxTimeout = config.maxCallTimeout();
  }

  /**
   * One call on its way.
   *
   * @param more members of {@code params} that a modern client brought for another try
   * @param context what the upstream is told of the client
   * @param span of our request to the upstream
   */
  private record Turn(
      Exchange exchange,
      Era era,
      GatewayTool tool,
      byte[] more,
      RequestContext context,
      Span span) {}

  /**
   * @param more ready members of {@code params} besides name and arguments; empty for none
   */
  void make(Exchange exchange, Era era, GatewayTool tool, byte[] more, CallRecord record) {
    if (!tool.sideEffecting()) {
      call(exchange, era, tool, more, record, null);
      return;
    }
    CallRecord.Ready attempt = record.attempt();
    recording.appendAttempt(
        exchange, attempt, () -> call(exchange, era, tool, more, record, attempt));
  }

  private void call(
      Exchange exchange,
      Era era,
      GatewayTool tool,
      byte[] more,
      CallRecord record,
      CallRecord.@Nullable Ready attempt) {
    Span span =
        spans.call(exchange.span(), McpMethod.TOOLS_CALL, tool.upstreamName(), tool.endpoint());
    long started = System.nanoTime();
    RequestContext context = clients.relay(exchange, era, tool).context();
    Turn turn = new Turn(exchange, era, tool, more, context, span);
    Future<?> heard = clients.hearQuestions(exchange, tool);
    (heard == null ? send(turn) : heard.transform(_ -> send(turn)))
        .map(outcome -> { // what it throws is a failure too
          Reply reply = replies.of(exchange, era, outcome);
          if (CallReplies.sendsToUrl(outcome)) {
            clients.expectElicitation(exchange, tool);
          }
          metrics.called(McpMethod.TOOLS_CALL, reply.error(), System.nanoTime() - started);
          if (span != exchange.span()) {
            McpSpans.end(span, reply.error());
          }
          conclude(exchange, record, attempt, outcome, reply);
          return outcome;
        })
        .onFailure(exchange::failed);
  }

  private Future<CallOutcome> send(Turn turn) {
    OnBehalfOf whose = clients.whose(turn.exchange());
    return rounds.run(
        turn.exchange(),
        turn.era(),
        turn.more(),
        more ->
            turn.exchange()
                .conversation()
                .lane()
                .upstreams()
                .call(turn.tool(), whose, toolCall(turn, more)));
  }

  private ToolCall toolCall(Turn turn, byte[] more) {
    ClientMessage.Request request = turn.exchange().request();
    GatewayTool tool = turn.tool();
    Duration wanted = Duration.ofMillis(tool.connector().timeoutMillis());
    return new ToolCall(
        tool.upstreamName(),
        request.body(),
        request.params().arguments(),
        request.params().meta().others(),
        tool.mirrored(),
        turn.exchange().traceParent(turn.span()),
        wanted.isPositive() && wanted.compareTo(maxTimeout) < 0 ? wanted : maxTimeout,
        tool.repeatable(),
        more,
        turn.context());
  }

  private void conclude(
      Exchange exchange,
      CallRecord record,
      CallRecord.@Nullable Ready attempt,
      CallOutcome outcome,
      Reply reply) {
    if (attempt == null) {
      recording.conclude(exchange, record, outcome, reply);
      return;
    }
    CallRecord.Ready ready = record.outcome(attempt, Recording.result(exchange, outcome, reply));
    recording.append(exchange, ready, () -> exchange.reply(reply));
  }
}
