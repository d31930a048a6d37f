package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.http.TargetVerdict;

/** Why an upstream gave nothing, for the person who has to mend it. */
public final class FailureText {
  private static final int MAX_MESSAGE = 300;

  private FailureText() {}

  public static String of(UpstreamFailure failure) {
    return switch (failure) {
      case UpstreamFailure.Blocked _ -> TargetVerdict.Blocked.MESSAGE;
      case UpstreamFailure.Unresolved _ -> TargetVerdict.Unresolved.MESSAGE;
      case UpstreamFailure.ConnectFailed(String reason) -> "It cannot be connected to: " + reason;
      case UpstreamFailure.TlsFailed(String reason) -> "No secure connection: " + reason;
      case UpstreamFailure.Timeout(var after) ->
          "It did not answer within " + after.toSeconds() + " s";
      case UpstreamFailure.Cancelled _ -> "It was stopped";
      case UpstreamFailure.Disconnected(String reason) -> "It broke off: " + reason;
      case UpstreamFailure.Unauthorized(int status, _) ->
          "It asks for other credentials: HTTP status " + status;
      case UpstreamFailure.HttpStatus(int status, _) -> "It answered with HTTP status " + status;
      case UpstreamFailure.NotMcp(String reason) -> "It does not speak MCP: " + reason;
      case UpstreamFailure.RpcError(int code, String message, _) ->
          "It answered with error %d: %s".formatted(code, line(message));
      case UpstreamFailure.TooLarge(String what, long limit) ->
          "It sent too much: more than %d %s".formatted(limit, what);
    };
  }

  /** An upstream's words, without line breaks and cut: they are shown and logged. */
  private static String line(String message) {
    String shown =
        message
            .codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .limit(MAX_MESSAGE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return shown.strip();
  }
}
