package dev.gatehouse.gateway.catalog;

import dev.gatehouse.gateway.policy.ArgumentCheck;
import dev.gatehouse.mcp.upstream.HeaderParameters;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.identity.Scope;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One tool as one gateway shows it; made when the catalogue changes, so that a call only reads.
 *
 * @param name as clients see it
 * @param upstreamName as the connector's server knows it
 * @param endpoint the server's URL; null for a connector that cannot be called from here
 * @param neededScope what a call takes
 * @param repeatable whether a call may be sent again when the connection breaks
 * @param definition the rendered {@code Tool} object, under {@code name}
 * @param mirrored arguments that modern clients and upstreams repeat as headers
 * @param auditTarget the {@code target} object of its audit records
 * @param argumentCheck what arguments must fit before they are sent
 * @param position where lists have it
 * @param secretNames members that its schemas mark as secret, one a line
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record GatewayTool(
    String name,
    String id,
    String upstreamName,
    ConnectorManifest connector,
    @Nullable URI endpoint,
    Scope neededScope,
    boolean repeatable,
    byte[] definition,
    HeaderParameters mirrored,
    byte[] auditTarget,
    ArgumentCheck argumentCheck,
    int position,
    byte[] secretNames)
    implements Listed, UpstreamTarget {

  /** Whether a call may change something, so that it is recorded before it is made. */
  public boolean sideEffecting() {
    return neededScope != Scope.READ;
  }
}
