package dev.gatehouse.gateway.session;

import dev.gatehouse.mcp.wire.ProtocolVersion;

/**
 * A legacy session as its id tells it.
 *
 * @param id as the client sends it
 * @param version the revision that was agreed on
 * @param openedAtMillis since the epoch
 */
public record Session(
    String id, ProtocolVersion version, ClientCapabilities capabilities, long openedAtMillis) {}
