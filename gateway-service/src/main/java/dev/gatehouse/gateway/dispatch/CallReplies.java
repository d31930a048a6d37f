package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.upstream.CallOutcome;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.Outgoing;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.RequestParams;
import dev.gatehouse.mcp.wire.ResultWriter;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.security.Origin;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Turns the outcome of an upstream call into the answer in the client's era. */
@Singleton
final class CallReplies {
  private static final String COMPLETE = "complete";
  private static final String INPUT_REQUIRED = "input_required";

  private final RequestStates states;
  private final Origin origin;

  CallReplies(RequestStates states, Origin origin) {
    this.states = states;
    this.origin = origin;
  }

  Reply of(Exchange exchange, Era era, CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Answered(ToolReply reply) -> answered(exchange, era, reply);
      case CallOutcome.Failed(UpstreamFailure.RpcError error, _) -> rpcError(exchange, era, error);
      case CallOutcome.Failed(UpstreamFailure failure, HealthChanged trouble) ->
          toolError(
              exchange,
              era,
              ToolErrors.text(failure)
                  + ToolErrors.since(trouble, failure instanceof UpstreamFailure.Unauthorized));
      case CallOutcome.Busy _ ->
          toolError(
              exchange, era, "The tool's server has too many calls to do. Try again shortly.");
      case CallOutcome.Resting(HealthChanged trouble) ->
          toolError(
              exchange,
              era,
              "The tool's server has failed repeatedly. Try again in some seconds."
                  + ToolErrors.since(trouble, false));
      case CallOutcome.Unsupported _ ->
          toolError(exchange, era, "The tool's server cannot be called from here.");
      case CallOutcome.NotConnected(String connector, boolean perUser) ->
          toolError(exchange, era, connectFirst(exchange, connector, perUser));
      case CallOutcome.NeedsMore(String connector, boolean perUser) ->
          toolError(exchange, era, grantMore(exchange, connector, perUser));
      case CallOutcome.NoCredential _ ->
          toolError(exchange, era, "The connector's credential cannot be read at the moment.");
    };
  }

  /** Whoever opens the link has to sign in; it tells nothing by itself. */
  private String connectFirst(Exchange exchange, String connector, boolean perUser) {
    if (!perUser) {
      return "The tool's server asks for an account. Somebody who may edit the connector has to"
          + " connect one.";
    }
    return exchange.conversation().principal().caller().user() == null
        ? "The tool's server is called with each person's own account, and this credential belongs"
            + " to no person. Sign in as a person to use the tool."
        : "Connect your own account at the tool's server first, then try again: open %s/connect/to/%s"
            .formatted(origin.value(), connector);
  }

  private String grantMore(Exchange exchange, String connector, boolean perUser) {
    return "The tool's server asks for more rights than the account at it has. "
        + (perUser && exchange.conversation().principal().caller().user() != null
            ? "Grant them, then try again: open %s/connect/to/%s"
                .formatted(origin.value(), connector)
            : "Somebody who may edit the connector has to sign in at it again.");
  }

  private Reply answered(Exchange exchange, Era era, ToolReply reply) {
    UpstreamMessage.Result message = reply.message();
    String type = message.resultType();
    if (type != null && !type.equals(COMPLETE) && era == Era.LEGACY) {
      return toolError(
          exchange, era, "The tool asks for more than this protocol revision can give.");
    }
    Outgoing body =
        INPUT_REQUIRED.equals(type) && message.requestState().present()
            ? Outgoing.of(exchange.response(sealed(exchange, reply)))
            : inEra(exchange, era, reply);
    return message.isError() ? Reply.toolError(body) : Reply.ok(body);
  }

  /** What was read is for this caller alone, whatever the upstream says of others. */
  private static Outgoing inEra(Exchange exchange, Era era, ToolReply reply) {
    ClientMessage.Request request = exchange.request();
    boolean cacheable =
        era == Era.MODERN
            && request.method().equals(McpMethod.RESOURCES_READ)
            && (reply.message().resultType() == null
                || COMPLETE.equals(reply.message().resultType()));
    return cacheable
        ? Outgoing.of(
            ResultWriter.uncached(request.body(), request.id(), reply.body(), reply.message()))
        : ResultWriter.response(request.body(), request.id(), reply.body(), reply.message(), era);
  }

  /** The result with a {@code requestState} that is good for this client and request alone. */
  private byte[] sealed(Exchange exchange, ToolReply reply) {
    Span result = reply.message().result();
    Span state = reply.message().requestState();
    byte[] ours = states.seal(exchange, target(exchange), state.copy(reply.body()));
    return new Bytes(result.length() + ours.length)
        .add(reply.body(), result.start(), state.start())
        .add(ours)
        .add(reply.body(), state.end(), result.end())
        .toArray();
  }

  /** What a request asks for: a state that was given out for something else is not good for it. */
  static String target(Exchange exchange) {
    RequestParams params = exchange.request().params();
    return exchange.request().method()
        + "\n"
        + (params.name() == null ? params.uri() : params.name());
  }

  /** Whether the client has to see to something at a URL first (2025-11-25, elicitation). */
  static boolean sendsToUrl(CallOutcome outcome) {
    return outcome instanceof CallOutcome.Failed(UpstreamFailure.RpcError error, _)
        && error.code() == ErrorCode.URL_ELICITATION_REQUIRED;
  }

  private static Reply rpcError(Exchange exchange, Era era, UpstreamFailure.RpcError error) {
    int code =
        era == Era.LEGACY && saysNotFound(exchange, error)
            ? ErrorCode.LEGACY_RESOURCE_NOT_FOUND
            : inEra(era, error.code());
    int status = era == Era.MODERN && code == ErrorCode.MISSING_CLIENT_CAPABILITY ? 400 : 200;
    return Reply.error(
        status, code, ErrorWriter.error(exchange.id(), code, error.message(), error.data()));
  }

  /** In the modern era the resource in the data tells it from other invalid params. */
  private static boolean saysNotFound(Exchange exchange, UpstreamFailure.RpcError error) {
    return error.code() == ErrorCode.INVALID_PARAMS
        && exchange.request().method().equals(McpMethod.RESOURCES_READ)
        && error.data().length > 0
        && JsonMembers.find(error.data(), new Span(0, error.data().length), "uri").present();
  }

  /**
   * Codes of one era that mean something in the other; the header is between us and the upstream.
   */
  private static int inEra(Era era, int code) {
    return switch (code) {
      case ErrorCode.LEGACY_RESOURCE_NOT_FOUND ->
          era == Era.MODERN ? ErrorCode.INVALID_PARAMS : code;
      case ErrorCode.HEADER_MISMATCH, ErrorCode.UNSUPPORTED_VERSION -> ErrorCode.INTERNAL_ERROR;
      case ErrorCode.MISSING_CLIENT_CAPABILITY ->
          era == Era.MODERN ? code : ErrorCode.INVALID_PARAMS;
      default -> code;
    };
  }

  private static Reply toolError(Exchange exchange, Era era, String text) {
    if (!exchange.request().method().equals(McpMethod.TOOLS_CALL)) { // no result to say it in
      return Reply.error(200, exchange.id(), ErrorCode.INTERNAL_ERROR, text);
    }
    return Reply.toolError(exchange.response(ToolErrors.result(text, era)));
  }

  /** The outcome's code in the audit record; null for a success. */
  static @Nullable String code(CallOutcome outcome, Reply reply) {
    return switch (outcome) {
      case CallOutcome.Answered _ -> reply.error();
      case CallOutcome.Failed(UpstreamFailure failure, _) ->
          switch (failure) {
            case UpstreamFailure.RpcError error -> Integer.toString(error.code());
            case UpstreamFailure.HttpStatus(int status, _) -> "http-" + status;
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
      case CallOutcome.NotConnected _ -> "not-connected";
      case CallOutcome.NeedsMore _ -> "upstream-needs-more";
      case CallOutcome.NoCredential _ -> "no-credential";
    };
  }

  /** What the audit record keeps of it: the result, or the upstream's error. */
  static Content content(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Answered(ToolReply reply) ->
          Content.of(reply.body(), reply.message().result());
      case CallOutcome.Failed(UpstreamFailure.RpcError error, _) -> Content.of(error(error));
      default -> Content.NONE;
    };
  }

  private static byte[] error(UpstreamFailure.RpcError error) {
    Bytes out = new Bytes(64 + error.message().length() + error.data().length);
    out.add(utf8("{\"error\":{\"code\":")).add(error.code());
    out.add(utf8(",\"message\":")).quote(error.message());
    if (error.data().length > 0) {
      out.add(utf8(",\"data\":")).add(error.data());
    }
    return out.add('}').add('}').toArray();
  }
}
