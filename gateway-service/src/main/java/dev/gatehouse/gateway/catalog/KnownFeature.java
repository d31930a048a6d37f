package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.CatalogEvent.FeatureDefinition;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The approved definition of a resource, resource template or prompt, kept as bytes. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KnownFeature(String id, String connector, FeatureKind kind, String name, byte[] json) {

  static KnownFeature of(FeatureDefinition event) {
    return new KnownFeature(
        event.id(),
        event.connector(),
        event.kind(),
        event.name(),
        ToolRendering.bytes(event.definition()));
  }

  ObjectNode definition() {
    try {
      return (ObjectNode) Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
