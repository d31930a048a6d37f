package dev.gatehouse.registry.feature;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.registry.discovery.RunParts;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** Resources, resource templates and prompts that runs have found. */
@Singleton
public class FeatureParts extends RunParts<FoundFeature> {
  FeatureParts(EntityManager entities) {
    super(entities, "feature_part", "features", new TypeReference<>() {});
  }
}
