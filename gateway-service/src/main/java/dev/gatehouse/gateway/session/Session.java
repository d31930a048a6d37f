package dev.gatehouse.gateway.session;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A legacy session as its id tells it.
 *
 * @param id as the client sends it
 * @param version the revision that was agreed on
 * @param openedAtMillis since the epoch
 * @param elsewhere address of the replica that holds what belongs to it; null if this one does
 */
public record Session(
    String id,
    ProtocolVersion version,
    ClientCapabilities capabilities,
    long openedAtMillis,
    @Nullable URI elsewhere) {}
