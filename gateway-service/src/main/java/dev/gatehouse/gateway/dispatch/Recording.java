package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.Spool;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.platform.policy.Decision;
import jakarta.inject.Singleton;

/** Puts on record what is asked and what came of it; nothing is answered that is not on record. */
@Singleton
final class Recording {
  private final Spool spool;

  Recording(Spool spool) {
    this.spool = spool;
  }

  /** Whether records can be written now; if not, the request was refused. */
  boolean ready(Exchange exchange) {
    if (spool.writable()) {
      return true;
    }
    refuse(exchange);
    return false;
  }

  /**
   * @param action dotted, object first
   * @param target the {@code target} object
   */
  CallRecord begin(Exchange exchange, String action, byte[] target, Decision decision, int bytes) {
    Conversation conversation = exchange.conversation();
    return new CallRecord(
        conversation.principal(),
        conversation.gateway(),
        action,
        target,
        decision instanceof Decision.Allowed,
        decision.rule(),
        bytes,
        McpSpans.traceParent(exchange.span()),
        conversation.sourceAddress());
  }

  /** Records a request that is not made, then answers it. */
  void deny(Exchange exchange, CallRecord record, Decision decision, Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    append(exchange, record.denied(decision.rule(), micros), () -> exchange.reply(reply));
  }

  /** Records an allowed request that is not made because something is wrong with it. */
  void refuse(Exchange exchange, CallRecord record, String code, Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    append(exchange, record.event(false, code, micros, 0), () -> exchange.reply(reply));
  }

  /** Records a request that is complete in one record, then answers it. */
  void conclude(Exchange exchange, CallRecord record, CallOutcome outcome, Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    CallRecord.Ready ready =
        record.event(
            reply.error() == null,
            CallReplies.code(outcome, reply),
            micros,
            CallReplies.resultBytes(outcome));
    append(exchange, ready, () -> exchange.reply(reply));
  }

  /** Records a request that was served here, then answers it. */
  void done(Exchange exchange, CallRecord record, Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    append(exchange, record.event(true, null, micros, 0), () -> exchange.reply(reply));
  }

  /** Records a part of a request that goes on. */
  void note(Exchange exchange, CallRecord.Ready record) {
    exchange.conversation().lane().spool().append(record.key(), record.value(), ignored -> {});
  }

  /** Goes on once the record is written. */
  void append(Exchange exchange, CallRecord.Ready record, Runnable then) {
    exchange
        .conversation()
        .lane()
        .spool()
        .append(
            record.key(),
            record.value(),
            written -> {
              if (!written) {
                refuse(exchange);
                return;
              }
              try {
                then.run();
              } catch (RuntimeException e) {
                exchange.failed(e);
              }
            });
  }

  private static void refuse(Exchange exchange) {
    exchange.error(
        503, ErrorCode.INTERNAL_ERROR, "Calls cannot be recorded at the moment; try again later");
  }
}
