package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.gateway.identity.Challenge;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.policy.Decision;
import dev.gatehouse.platform.policy.ToolPolicy;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code tools/call}: judged, recorded, made, recorded, answered. */
@Singleton
final class ToolsCall {
  private final UpstreamCall upstreamCall;
  private final Retry retry;
  private final Challenge challenge;
  private final Recording recording;

  ToolsCall(UpstreamCall upstreamCall, Retry retry, Challenge challenge, Recording recording) {
    this.upstreamCall = upstreamCall;
    this.retry = retry;
    this.challenge = challenge;
    this.recording = recording;
  }

  void serve(Exchange exchange, Era era) {
    String name = exchange.request().params().name();
    if (name == null) {
      exchange.error(200, ErrorCode.INVALID_PARAMS, "params lack the name of the tool");
      return;
    }
    Gateway gateway = exchange.conversation().gateway();
    GatewayTool tool = gateway.tool(name);
    if (!recording.ready(exchange, tool == null || !tool.sideEffecting())) {
      return;
    }
    Decision decision =
        ToolPolicy.decide(
            exchange.conversation().principal().caller(),
            gateway.id(),
            tool == null ? null : tool.neededScope());
    CallRecord record = record(exchange, name, tool, decision);
    if (tool == null || !(decision instanceof Decision.Allowed)) {
      recording.deny(exchange, record, decision, denial(exchange, era, name, decision));
      return;
    }
    Optional<String> disagreement =
        era == Era.MODERN ? ParameterHeaders.disagreement(exchange, tool) : Optional.empty();
    if (disagreement.isPresent()) {
      Reply reply = Reply.error(400, exchange.id(), ErrorCode.HEADER_MISMATCH, disagreement.get());
      recording.refuse(exchange, record, "header-mismatch", reply);
      return;
    }
    ClientMessage.Request request = exchange.request();
    Optional<String> violation =
        tool.argumentCheck()
            .violation(
                request.body(),
                request.params().arguments().start(),
                request.params().arguments().end());
    if (violation.isPresent()) {
      Reply reply = Reply.toolError(exchange.response(ToolErrors.result(violation.get(), era)));
      recording.refuse(exchange, record, "invalid-arguments", reply);
      return;
    }
    Optional<byte[]> more = retry.members(exchange, era);
    if (more.isEmpty()) {
      recording.refuse(exchange, record, "request-state", retry.refusal(exchange));
      return;
    }
    upstreamCall.make(exchange, era, tool, more.get(), record);
  }

  private CallRecord record(
      Exchange exchange, String name, @Nullable GatewayTool tool, Decision decision) {
    byte[] target =
        tool == null
            ? CallRecord.unknownTarget("tool", exchange.conversation().gateway().id(), name)
            : tool.auditTarget();
    ClientMessage.Request request = exchange.request();
    return recording.begin(
        exchange,
        "tool.call",
        target,
        decision,
        recording.capture(exchange, tool),
        Content.of(request.body(), request.params().arguments()));
  }

  private Reply denial(Exchange exchange, Era era, String name, Decision decision) {
    Gateway gateway = exchange.conversation().gateway();
    return switch (decision) {
      case Decision.LacksScope lacks when gateway.challengesForScope() ->
          Reply.error(403, exchange.id(), 403, "The token's scope does not cover this tool")
              .challenging(challenge.insufficientScope(gateway, widened(exchange, lacks.needed())));
      case Decision.LacksScope _, Decision.Unknown _, Decision.Allowed _ ->
          Reply.error(200, exchange.id(), ErrorCode.INVALID_PARAMS, "Unknown tool: " + shown(name));
      case Decision.LacksRole lacks ->
          Reply.toolError(
              exchange.response(
                  ToolErrors.result(
                      "This tool takes the role "
                          + lacks.needed().value()
                          + " in the organisation.",
                      era)));
      case Decision.OtherGateway _ ->
          Reply.error(403, exchange.id(), 403, "The API key is good for another gateway");
    };
  }

  /** What the token has and what the call takes, so that nothing is lost by signing in again. */
  private static EnumSet<Scope> widened(Exchange exchange, Scope needed) {
    EnumSet<Scope> all = EnumSet.of(needed);
    all.addAll(exchange.conversation().principal().caller().scopes());
    return all;
  }

  private static String shown(String name) {
    return name.length() <= CallRecord.MAX_NAME ? name : name.substring(0, CallRecord.MAX_NAME);
  }
}
