package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.RequestParams;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What a modern client brings along when it tries a request again with the input asked for. */
@Singleton
final class Retry {
  private final RequestStates states;

  Retry(RequestStates states) {
    this.states = states;
  }

  /**
   * Members of {@code params} for the upstream; empty array for a first try.
   *
   * @return empty if the state is not one that this client got for this request
   */
  Optional<byte[]> members(Exchange exchange, Era era) {
    RequestParams params = exchange.request().params();
    if (era == Era.LEGACY
        || (!params.inputResponses().present() && !params.requestState().present())) {
      return Optional.of(ToolCall.NOTHING);
    }
    byte[] body = exchange.request().body();
    Bytes out = new Bytes(64 + params.inputResponses().length() + params.requestState().length());
    if (params.inputResponses().present()) {
      out.add(utf8("\"inputResponses\":")).add(body, params.inputResponses());
    }
    if (!params.requestState().present()) {
      return Optional.of(out.toArray());
    }
    return states
        .open(exchange, CallReplies.target(exchange), body, params.requestState())
        .map(state ->
            (out.length() > 0 ? out.add(',') : out)
                .add(utf8("\"requestState\":"))
                .add(state)
                .toArray());
  }

  /** To whoever brings a state that is not one that this client got for this request. */
  Reply refusal(Exchange exchange) {
    return Reply.error(
        200,
        exchange.id(),
        ErrorCode.INVALID_PARAMS,
        "The requestState is not good for this request");
  }
}
