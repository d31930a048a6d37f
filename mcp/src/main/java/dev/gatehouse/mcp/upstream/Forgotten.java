package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a refusal that means that the conversation has to be opened anew from one that is an
 * answer. HTTP's status decides: what comes with 200 is an answer, whatever its code.
 */
final class Forgotten {
  private Forgotten() {}

  /** Whether the upstream does not know the session, or speaks another revision by now. */
  static boolean by(Opened how, Answer.Refused refused) {
    UpstreamMessage.Failure error = refused.error();
    int status = refused.status();
    return switch (how) {
      case Opened.Legacy _ when HttpSession.hasSession(how) ->
          status == 404 || (status == 400 && (namesSession(error) || modern(error)));
      case Opened.Legacy _ -> status == 400 && modern(error);
      case Opened.Modern _ ->
          (error == null && (status == 400 || status == 404 || status == 405))
              || (error != null && status == 400 && (versions(error) || legacyOnly(error)));
    };
  }

  /**
   * Whether it is certain that the request was not looked at, so that it may be sent again although
   * it may change something.
   */
  static boolean unread(Opened how, Answer.Refused refused) {
    UpstreamMessage.Failure error = refused.error();
    return switch (how) {
      case Opened.Legacy _ -> true; // refused for its session or its headers
      case Opened.Modern _ -> error != null && (versions(error) || !error.id().present());
    };
  }

  private static boolean modern(UpstreamMessage.@Nullable Failure error) {
    return error != null && ErrorCode.modernOnly(error.code());
  }

  private static boolean versions(UpstreamMessage.Failure error) {
    return error.code() == ErrorCode.UNSUPPORTED_VERSION;
  }

  /** Servers answer 400 instead of 404 to a session that they have lost. */
  private static boolean namesSession(UpstreamMessage.@Nullable Failure error) {
    return error != null
        && legacyOnly(error)
        && error.message().toLowerCase(Locale.ROOT).contains("session");
  }

  private static boolean legacyOnly(UpstreamMessage.Failure error) {
    return error.code() <= -32000 && error.code() > ErrorCode.HEADER_MISMATCH;
  }
}
