package dev.gatehouse.mcp.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an upstream gave no result. Texts are ours or the upstream's JSON-RPC message, never more.
 */
public sealed interface UpstreamFailure {

  /** The address is not one that may be connected to; one answer for every such target. */
  record Blocked() implements UpstreamFailure {}

  /** The host name has no address. */
  record Unresolved(String host) implements UpstreamFailure {}

  record ConnectFailed(String reason) implements UpstreamFailure {
    /** Something is there, and takes no connection on this port. */
    public static final String REFUSED = "connection refused";

    /** Nothing answered in time. */
    public static final String NO_ANSWER = "no connection in time";
  }

  /** The TLS handshake failed: certificate, host name or protocol. */
  record TlsFailed(String reason) implements UpstreamFailure {}

  /** No complete reply in time; the request may have had its effect. */
  record Timeout(Duration after) implements UpstreamFailure {}

  /** The connection broke before the reply was complete; the request may have had its effect. */
  record Disconnected(String reason) implements UpstreamFailure {}

  /** We stopped it; it may have had its effect. */
  record Cancelled() implements UpstreamFailure {}

  /** 401 or 403: the credential is missing, wrong or not enough. */
  record Unauthorized(int status, @Nullable String wwwAuthenticate) implements UpstreamFailure {}

  /**
   * Another HTTP status without an MCP answer in it.
   *
   * @param retryAfter for how long it asks to be left alone; null if it does not
   */
  record HttpStatus(int status, @Nullable Duration retryAfter) implements UpstreamFailure {
    public HttpStatus(int status) {
      this(status, null);
    }
  }

  /** It answers, but not as an MCP server. */
  record NotMcp(String reason) implements UpstreamFailure {
    /** It speaks MCP, but no revision that we speak. */
    public static final String NO_COMMON_REVISION = "no revision of the protocol in common";
  }

  /**
   * A JSON-RPC error.
   *
   * @param data the raw {@code error.data}; empty if there was none
   */
  @SuppressWarnings("ArrayRecordComponent") // opaque bytes, never compared
  record RpcError(int code, String message, byte[] data) implements UpstreamFailure {}

  /** A bound of {@link UpstreamSettings} was passed. */
  record TooLarge(String what, long limit) implements UpstreamFailure {
    /** Not the reply itself, but all that are read at the same time. */
    public static final String TOGETHER = "replies at a time";
  }
}
