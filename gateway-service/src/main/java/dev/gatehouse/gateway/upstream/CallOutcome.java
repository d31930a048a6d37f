package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;

/** What came of a call. */
public sealed interface CallOutcome {

  record Answered(ToolReply reply) implements CallOutcome {}

  record Failed(UpstreamFailure failure) implements CallOutcome {}

  /** Too many calls to this connector run already. */
  record Busy() implements CallOutcome {}

  /** The upstream has failed repeatedly and is left alone for a moment. */
  record Resting() implements CallOutcome {}

  /** The connector is of a kind that is not called over Streamable HTTP. */
  record Unsupported() implements CallOutcome {}

  /**
   * No account is connected with which it could be called.
   *
   * @param perUser whether the caller has to connect one of their own
   */
  record NotConnected(String connector, boolean perUser) implements CallOutcome {}

  /** The connector's credential cannot be read. */
  record NoCredential() implements CallOutcome {}
}
