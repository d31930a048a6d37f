package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;
import org.jspecify.annotations.Nullable;

/** What came back for one POST. */
sealed interface Answer {

  /**
   * A result.
   *
   * @param sessionId the session that the upstream opened with this answer
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(byte[] body, UpstreamMessage.Result message, @Nullable String sessionId)
      implements Answer {}

  /**
   * A JSON-RPC error, an HTTP error status, or both.
   *
   * @param error null if the body was no JSON-RPC error
   * @param redaction of the credential that the upstream was shown
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Refused(
      int status, byte[] body, UpstreamMessage.@Nullable Failure error, Redaction redaction)
      implements Answer {
    UpstreamFailure failure() {
      return error == null
          ? new UpstreamFailure.HttpStatus(status)
          : new UpstreamFailure.RpcError(
              error.code(),
              redaction.clean(error.message()),
              redaction.clean(error.data().copy(body)));
    }
  }

  /** A notification or response was taken (202). */
  record Accepted() implements Answer {}

  record Failed(UpstreamFailure failure) implements Answer {}
}
