package dev.gatehouse.mcp.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about itself in {@code params._meta}.
 *
 * @param protocolVersion as sent, known or not
 * @param clientCapabilities the object's bytes; {@link Span#NONE} if it was not sent
 * @param clientName self-reported: for logs and audit, never for a decision
 * @param progressToken the raw value
 * @param logLevel least level of log messages that the client wants (2026-07-28)
 * @param others entries ({@code "key":value}) that the protocol does not reserve
 */
public record RequestMeta(
    @Nullable String protocolVersion,
    Span clientCapabilities,
    @Nullable String clientName,
    @Nullable String clientVersion,
    Span progressToken,
    @Nullable String logLevel,
    @Nullable String traceParent,
    List<Span> others) {

  public static final RequestMeta NONE =
      new RequestMeta(null, Span.NONE, null, null, Span.NONE, null, null, List.of());
}
