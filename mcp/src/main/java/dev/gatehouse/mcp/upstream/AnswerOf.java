package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Tells what of all that an upstream says is the answer to one message. */
record AnswerOf(Post post, int maxReplyBytes, Redaction redaction) {
  private static final CharSequence SESSION_ID = HttpHeaders.createOptimized(McpHeader.SESSION_ID);

  UpstreamMessage scan(byte[] message) {
    return UpstreamMessageScanner.scan(message, ScanLimits.REPLY.withMaxBytes(maxReplyBytes));
  }

  /** A whole body is one message. */
  Answer of(HttpClientResponse response, byte[] body) {
    int status = response.statusCode();
    UpstreamMessage message = scan(body);
    if (status != 200) {
      if (status >= 200 && status < 300) {
        return post.id().length == 0
            ? new Answer.Accepted()
            : new Answer.Failed(new UpstreamFailure.NotMcp("HTTP " + status + " to a request"));
      }
      return new Answer.Refused(
          status,
          body,
          message instanceof UpstreamMessage.Failure failure ? failure : null,
          redaction,
          RetryAfter.of(status, response.getHeader("Retry-After")));
    }
    if (post.id().length == 0) {
      return new Answer.Accepted();
    }
    Answer answer = of(body, message, response);
    return answer == null
        ? new Answer.Failed(new UpstreamFailure.NotMcp("the body is not the answer to the request"))
        : answer;
  }

  /** Null if the message is not the answer to what was sent. */
  @Nullable Answer of(byte[] body, UpstreamMessage message, HttpClientResponse response) {
    return switch (message) {
      case UpstreamMessage.Result result when result.id().equalTo(body, post.id()) ->
          new Answer.Result(body, result, response.getHeader(SESSION_ID));
      case UpstreamMessage.Failure failure
          when !failure.id().present() || failure.id().equalTo(body, post.id()) ->
          new Answer.Refused(200, body, failure, redaction);
      default -> null;
    };
  }
}
