package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;
import java.time.Duration;
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
   * @param retryAfter for how long it asks to be left alone; null if it does not
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Refused(
      int status,
      byte[] body,
      UpstreamMessage.@Nullable Failure error,
      Redaction redaction,
      @Nullable Duration retryAfter)
      implements Answer {
    Refused(int status, byte[] body, UpstreamMessage.@Nullable Failure error, Redaction redaction) {
      this(status, body, error, redaction, null);
    }

    UpstreamFailure failure() {
      return error == null || retryAfter != null
          ? new UpstreamFailure.HttpStatus(status, retryAfter)
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
