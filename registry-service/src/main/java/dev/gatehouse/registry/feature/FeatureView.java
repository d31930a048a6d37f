package dev.gatehouse.registry.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/** A resource, resource template or prompt as clients see it. */
record FeatureView(
    UUID id, String name, String hash, JsonNode definition, Instant createdAt, Instant updatedAt) {

  static FeatureView of(Feature feature) {
    return new FeatureView(
        feature.id,
        feature.name,
        feature.hash,
        feature.definition,
        feature.createdAt,
        feature.updatedAt);
  }
}
