package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.gateway.upstream.UpstreamConfig;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
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
  private final CallReplies replies;
  private final Clients clients;
  private final InputRounds rounds;
  private final McpSpans spans;
  private final McpMetrics metrics;
  private final Duration maxTimeout;

  UpstreamCall(
      CallReplies replies,
      Clients clients,
      InputRounds rounds,
      McpSpans spans,
      McpMetrics metrics,
      UpstreamConfig config) {
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
    append(exchange, attempt, () -> call(exchange, era, tool, more, record, attempt));
  }

  private void call(
      Exchange exchange,
      Era era,
      GatewayTool tool,
      byte[] more,
      CallRecord record,
      CallRecord.@Nullable Ready attempt) {
    Span span = spans.call(exchange.span(), McpMethod.TOOLS_CALL, tool.upstreamName());
    long started = System.nanoTime();
    RequestContext context = clients.relay(exchange, era).context();
    send(new Turn(exchange, era, tool, more, context, span), more, 0)
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

  private Future<CallOutcome> send(Turn turn, byte[] more, int round) {
    Future<CallOutcome> sent =
        turn.exchange()
            .conversation()
            .lane()
            .upstreams()
            .call(turn.tool(), clients.whose(turn.exchange()), toolCall(turn, more));
    return turn.era() == Era.MODERN
        ? sent
        : sent.compose(outcome -> answerInput(turn, outcome, round));
  }

  /** A legacy client does not know results that ask for input: it is asked by requests. */
  private Future<CallOutcome> answerInput(Turn turn, CallOutcome outcome, int round) {
    if (!(outcome instanceof CallOutcome.Answered(ToolReply reply))
        || !InputRounds.INPUT_REQUIRED.equals(reply.message().resultType())
        || round >= InputRounds.MAX_ROUNDS
        || turn.exchange().cancelled()) {
      return Future.succeededFuture(outcome);
    }
    return rounds
        .next(turn.exchange(), reply)
        .transform(answers ->
            answers.succeeded()
                ? send(turn, answers.result(), round + 1)
                : Future.succeededFuture(outcome));
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
        McpSpans.traceParent(turn.span()),
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
