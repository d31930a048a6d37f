package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.ResultWriter;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of an upstream call into the answer in the client's era. */
@Singleton
final class CallReplies {
  private static final String COMPLETE = "complete";

  Reply of(Exchange exchange, Era era, CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Answered(ToolReply reply) -> answered(exchange, era, reply);
      case CallOutcome.Failed(UpstreamFailure.RpcError error) -> rpcError(exchange, era, error);
      case CallOutcome.Failed(UpstreamFailure failure) ->
          toolError(exchange, era, ToolErrors.text(failure));
      case CallOutcome.Busy _ ->
          toolError(
              exchange, era, "The tool's server has too many calls to do. Try again shortly.");
      case CallOutcome.Resting _ ->
          toolError(
              exchange, era, "The tool's server has failed repeatedly. Try again in some seconds.");
      case CallOutcome.Unsupported _ ->
          toolError(exchange, era, "The tool's server cannot be called from here.");
      case CallOutcome.NoCredential _ ->
          toolError(exchange, era, "The connector's credential cannot be read at the moment.");
    };
  }

  private static Reply answered(Exchange exchange, Era era, ToolReply reply) {
    UpstreamMessage.Result message = reply.message();
    String type = message.resultType();
    if (type != null && !type.equals(COMPLETE) && era == Era.LEGACY) {
      return toolError(
          exchange, era, "The tool asks for more than this protocol revision can give.");
    }
    byte[] body =
        ResultWriter.response(
            exchange.request().body(), exchange.request().id(), reply.body(), message, era);
    return message.isError() ? Reply.toolError(body) : Reply.ok(body);
  }

  private static Reply rpcError(Exchange exchange, Era era, UpstreamFailure.RpcError error) {
    int code =
        era == Era.MODERN && error.code() == ErrorCode.LEGACY_RESOURCE_NOT_FOUND
            ? ErrorCode.INVALID_PARAMS
            : error.code();
    return Reply.error(
        200, code, ErrorWriter.error(exchange.id(), code, error.message(), error.data()));
  }

  private static Reply toolError(Exchange exchange, Era era, String text) {
    return Reply.toolError(exchange.response(ToolErrors.result(text, era)));
  }

  /** The outcome's code in the audit record; null for a success. */
  static @Nullable String code(CallOutcome outcome, Reply reply) {
    return switch (outcome) {
      case CallOutcome.Answered _ -> reply.error();
      case CallOutcome.Failed(UpstreamFailure failure) ->
          switch (failure) {
            case UpstreamFailure.RpcError error -> Integer.toString(error.code());
            case UpstreamFailure.HttpStatus(int status) -> "http-" + status;
            case UpstreamFailure.Blocked _ -> "blocked";
            case UpstreamFailure.Unresolved _ -> "unresolved";
            case UpstreamFailure.ConnectFailed _ -> "connect-failed";
            case UpstreamFailure.TlsFailed _ -> "tls-failed";
            case UpstreamFailure.Timeout _ -> "timeout";
            case UpstreamFailure.Cancelled _ -> "cancelled";
            case UpstreamFailure.Disconnected _ -> "disconnected";
            case UpstreamFailure.Unauthorized _ -> "upstream-unauthorized";
            case UpstreamFailure.NotMcp _ -> "not-mcp";
            case UpstreamFailure.TooLarge _ -> "too-large";
          };
      case CallOutcome.Busy _ -> "busy";
      case CallOutcome.Resting _ -> "circuit-open";
      case CallOutcome.Unsupported _ -> "unsupported";
      case CallOutcome.NoCredential _ -> "no-credential";
    };
  }

  static int resultBytes(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Answered(ToolReply reply)
        ? reply.message().result().length()
        : 0;
  }
}
