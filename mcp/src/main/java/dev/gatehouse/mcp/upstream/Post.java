package dev.gatehouse.mcp.upstream;

import java.time.Duration;
import java.util.Map;

/**
 * One message to send.
 *
 * @param id the raw id that the answer must carry; empty for what is not a request
 * @param headers protocol headers of this message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Post(byte[] body, byte[] id, Map<String, String> headers, Duration timeout) {}
