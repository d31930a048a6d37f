package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Something behind a connector that can be asked for. */
public sealed interface UpstreamTarget permits GatewayTool, GatewayFeature {
  ConnectorManifest connector();

  /** The server's URL; null for a connector that cannot be called from here. */
  @Nullable URI endpoint();

  /** As the connector's server knows it: a name, a URI or a URI template. */
  String upstreamName();

  /** The {@code target} object of its audit records. */
  byte[] auditTarget();
}
