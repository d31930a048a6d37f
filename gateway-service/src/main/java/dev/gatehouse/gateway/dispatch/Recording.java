package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.BodySeal;
import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.CallRecord.Result;
import dev.gatehouse.gateway.audit.Capture;
import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.audit.SettingsView;
import dev.gatehouse.gateway.audit.Spool;
import dev.gatehouse.gateway.audit.SpoolWriter;
import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.policy.Decision;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts on record what is asked and what came of it; nothing is answered that is not on record. */
@Singleton
final class Recording {
  private final Spool spool;
  private final BodySeal seal;
  private final SettingsView settings;

  Recording(Spool spool, BodySeal seal, SettingsView settings) {
    this.spool = spool;
    this.seal = seal;
    this.settings = settings;
  }

  /** What is kept of a call of a tool. */
  Capture capture(Exchange exchange, @Nullable GatewayTool tool) {
    String organisation = exchange.conversation().gateway().organisation();
    return tool == null
        ? settings.capture(organisation)
        : settings.capture(organisation, tool.id(), tool.secretNames());
  }

  /**
   * Whether a request may be served now. While nothing can be recorded, what may change something
   * is refused; what only reads is served where its organisation wants that, and the gap is put on
   * record later.
   *
   * @return false if the request was refused
   */
  boolean ready(Exchange exchange, boolean reads) {
    if (spool.writable()) {
      return true;
    }
    String organisation = exchange.conversation().gateway().organisation();
    if (reads && settings.of(organisation).readsWhenFull() == WhenFull.SERVE) {
      exchange.serveUnrecorded();
      return true;
    }
    refuse(exchange);
    return false;
  }

  /**
   * @param action dotted, object first
   * @param target the {@code target} object
   */
  CallRecord begin(
      Exchange exchange,
      String action,
      byte[] target,
      Decision decision,
      Capture capture,
      Content input) {
    String trace = exchange.traceParent(exchange.span());
    return begin(exchange.conversation(), action, target, decision, capture, input, trace);
  }

  /**
   * The same where there is no message of MCP.
   *
   * @param traceParent W3C trace context; null for none
   */
  CallRecord begin(
      Conversation conversation,
      String action,
      byte[] target,
      Decision decision,
      Capture capture,
      Content input,
      @Nullable String traceParent) {
    return new CallRecord(
        conversation.principal(),
        conversation.gateway(),
        action,
        target,
        decision instanceof Decision.Allowed,
        decision.rule(),
        seal,
        capture,
        input,
        traceParent,
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
    append(exchange, record.event(Result.of(false, code, micros)), () -> exchange.reply(reply));
  }

  /** Records a request that is complete in one record, then answers it. */
  void conclude(Exchange exchange, CallRecord record, CallOutcome outcome, Reply reply) {
    CallRecord.Ready ready = record.event(result(exchange, outcome, reply));
    append(exchange, ready, () -> exchange.reply(reply));
  }

  /** What came of a request to an upstream. */
  static Result result(Exchange exchange, CallOutcome outcome, Reply reply) {
    return new Result(
        reply.error() == null,
        CallReplies.code(outcome, reply),
        exchange.conversation().elapsedNanos() / 1000,
        CallReplies.content(outcome),
        exchange.answers());
  }

  /** Records a request that was served here, then answers it. */
  void done(Exchange exchange, CallRecord record, Reply reply) {
    long micros = exchange.conversation().elapsedNanos() / 1000;
    append(exchange, record.event(Result.of(true, null, micros)), () -> exchange.reply(reply));
  }

  /**
   * Records a part of a request that goes on.
   *
   * @return false if it cannot be recorded; then it must not be done
   */
  Future<Boolean> note(Exchange exchange, CallRecord.Ready record) {
    if (exchange.unrecorded()) {
      spool.unrecorded(exchange.conversation().gateway().organisation());
      return Future.succeededFuture(true);
    }
    Promise<Boolean> written = Promise.promise();
    exchange.conversation().lane().spool().append(record, written::complete);
    return written.future();
  }

  /** Goes on once the record is written. */
  void append(Exchange exchange, CallRecord.Ready record, Runnable then) {
    if (exchange.unrecorded()) {
      spool.unrecorded(exchange.conversation().gateway().organisation());
      then.run();
      return;
    }
    exchange.conversation().lane().spool().append(record, goOn(exchange, then));
  }

  /** The same before a call that may change something. */
  void appendAttempt(Exchange exchange, CallRecord.Ready record, Runnable then) {
    exchange.conversation().lane().spool().appendAttempt(record, goOn(exchange, then));
  }

  private static SpoolWriter.Written goOn(Exchange exchange, Runnable then) {
    return written -> {
      if (!written) {
        refuse(exchange);
        return;
      }
      try {
        then.run();
      } catch (RuntimeException e) {
        exchange.failed(e);
      }
    };
  }

  /** Answers a request that cannot be recorded. */
  static void refuse(Exchange exchange) {
    exchange.error(
        503, ErrorCode.INTERNAL_ERROR, "Calls cannot be recorded at the moment; try again later");
  }
}
