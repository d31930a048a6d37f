package dev.gatehouse.mcp.wire;

import org.jspecify.annotations.Nullable;

/** What a message from an upstream turned out to be. */
public sealed interface UpstreamMessage {

  /**
   * A result.
   *
   * @param result the result object
   * @param resultType its {@code resultType}, null if absent (legacy upstream)
   * @param modernFields entries of the result that only modern revisions know ({@code resultType},
   *     {@code ttlMs}, {@code cacheScope}), in order of appearance; see {@link ResultWriter}
   * @param requestState the raw {@code requestState} of an {@code input_required} result
   * @param isError {@code isError: true} of a tool result
   */
  record Result(
      Span id,
      Span result,
      @Nullable String resultType,
      java.util.List<Span> modernFields,
      Span requestState,
      boolean isError)
      implements UpstreamMessage {}

  /**
   * An error response.
   *
   * @param id {@link Span#NONE} if it had none or null
   * @param data the raw {@code error.data}
   */
  record Failure(Span id, int code, String message, Span data) implements UpstreamMessage {}

  /** A request of the server to us (legacy eras). */
  record ServerRequest(Span id, String method, Span params) implements UpstreamMessage {}

  record ServerNotification(String method, Span params) implements UpstreamMessage {}

  record Malformed(Flaw flaw) implements UpstreamMessage {}
}
