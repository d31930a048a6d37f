package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The newest definition of a tool, kept as bytes: a tree takes several times the room. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KnownTool(String name, String connector, String hash, byte[] json) {

  static KnownTool of(ToolDefinition event) {
    return new KnownTool(
        event.name(), event.connector(), event.hash(), ToolRendering.bytes(event.definition()));
  }

  ObjectNode definition() {
    try {
      return (ObjectNode) Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
