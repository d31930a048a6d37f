package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.UpstreamMessage;

/**
 * The upstream's answer to a call, as bytes.
 *
 * @param body the message that the spans of {@code message} point into
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would defeat the purpose
public record ToolReply(byte[] body, UpstreamMessage.Result message) {}
