package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tool results with {@code isError}: for what a model, and the person behind it, can make something
 * of. They say what is wrong, and nothing that an upstream said besides.
 */
final class ToolErrors {
  private static final byte[] HEAD = utf8("{\"content\":[{\"type\":\"text\",\"text\":");
  private static final byte[] LEGACY = utf8("}],\"isError\":true}");
  private static final byte[] MODERN = utf8("}],\"isError\":true,\"resultType\":\"complete\"}");

  static byte[] result(String text, Era era) {
    return new Bytes(128 + text.length())
        .add(HEAD)
        .quote(text)
        .add(era == Era.MODERN ? MODERN : LEGACY)
        .toArray();
  }

  static String text(UpstreamFailure failure) {
    return switch (failure) {
      case UpstreamFailure.Blocked _ ->
          "The tool's server is at an address that may not be called.";
      case UpstreamFailure.Unresolved _ -> "The name of the tool's server does not resolve.";
      case UpstreamFailure.ConnectFailed _ -> "The tool's server cannot be reached.";
      case UpstreamFailure.TlsFailed _ ->
          "No trusted TLS connection to the tool's server could be made.";
      case UpstreamFailure.Timeout(java.time.Duration after) ->
          "The tool's server did not answer within "
              + after.toMillis()
              + " ms. The call may have had its effect.";
      case UpstreamFailure.Cancelled _ -> "The call was cancelled. It may have had its effect.";
      case UpstreamFailure.Disconnected _ ->
          "The tool's server broke the connection off. The call may have had its effect.";
      case UpstreamFailure.Unauthorized _ ->
          "The tool's server refused the connector's credential.";
      case UpstreamFailure.HttpStatus(int status, _) ->
          "The tool's server answered with HTTP status " + status + ".";
      case UpstreamFailure.NotMcp _ -> "The tool's server did not answer as an MCP server.";
      case UpstreamFailure.TooLarge(String what, long limit) ->
          what.equals(UpstreamFailure.TooLarge.TOGETHER)
              ? "Too many large answers are on their way. Try again shortly."
              : "The tool's answer is larger than the " + limit + " bytes that are passed on.";
      case UpstreamFailure.RpcError error -> error.message();
    };
  }

  /**
   * What was known before the call; in our words, as reasons may hold an upstream's.
   *
   * @param refused whether the upstream has refused this call's credential too: it need not be the
   *     one that was known to be refused
   */
  static String since(@Nullable HealthChanged trouble, boolean refused) {
    if (trouble == null) {
      return "";
    }
    String since = trouble.since().truncatedTo(ChronoUnit.MINUTES).toString();
    return switch (trouble.state()) {
      case CONNECTED -> "";
      case UNREACHABLE -> " It has been out of reach since " + since + ".";
      case NEEDS_SIGN_IN ->
          refused
              ? " It has been asking for other credentials since "
                  + since
                  + ": somebody who may edit the connector has to see to them."
              : "";
    };
  }

  private ToolErrors() {}
}
