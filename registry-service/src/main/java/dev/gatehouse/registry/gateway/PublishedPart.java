package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.util.List;

/**
 * A part of a gateway's tools as it is in the catalogue.
 *
 * @param hash of its tools
 * @param revision of the gateway, when it was published
 */
record PublishedPart(String hash, long revision) {

  static PublishedPart of(List<ExposedTool> tools, long revision) {
    return new PublishedPart(CanonicalJson.sha256(Json.mapper().valueToTree(tools)), revision);
  }

  boolean isSame(PublishedPart other) {
    return hash.equals(other.hash);
  }
}
