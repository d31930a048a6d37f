package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.FeatureKind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A resource, resource template or prompt as one gateway shows it.
 *
 * @param name as clients see it: URI, URI template or name
 * @param upstreamName as the connector's server knows it
 * @param endpoint the server's URL; null for a connector that cannot be called from here
 * @param definition the rendered definition, under {@code name}
 * @param auditTarget the {@code target} object of its audit records
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record GatewayFeature(
    FeatureKind kind,
    String name,
    String id,
    String upstreamName,
    ConnectorManifest connector,
    @Nullable URI endpoint,
    byte[] definition,
    byte[] auditTarget)
    implements Listed, UpstreamTarget {}
