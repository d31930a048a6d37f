package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.FeatureKind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Turns the definition of a resource, resource template or prompt into what is served. */
final class FeatureRendering {

  static GatewayFeature render(
      String gateway,
      String name,
      KnownFeature known,
      ConnectorManifest connector,
      @Nullable URI endpoint) {
    return new GatewayFeature(
        known.kind(),
        name,
        known.id(),
        known.name(),
        connector,
        endpoint,
        definition(name, known),
        ToolRendering.bytes(
            new AuditRecord.Target(
                auditKind(known.kind()), known.id(), name, connector.id(), gateway, null)));
  }

  private static byte[] definition(String name, KnownFeature known) {
    if (name.equals(known.name())) {
      return known.json();
    }
    ObjectNode renamed = known.definition();
    renamed.put(nameMember(known.kind()), name);
    return ToolRendering.bytes(renamed);
  }

  private static String nameMember(FeatureKind kind) {
    return switch (kind) {
      case RESOURCE -> "uri";
      case RESOURCE_TEMPLATE -> "uriTemplate";
      case PROMPT -> "name";
    };
  }

  private static String auditKind(FeatureKind kind) {
    return switch (kind) {
      case RESOURCE -> "resource";
      case RESOURCE_TEMPLATE -> "resource-template";
      case PROMPT -> "prompt";
    };
  }

  private FeatureRendering() {}
}
