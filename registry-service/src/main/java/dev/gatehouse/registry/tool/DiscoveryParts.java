package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.registry.discovery.RunParts;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** Tools that runs have found. */
@Singleton
class DiscoveryParts extends RunParts<FoundTool> {
  DiscoveryParts(EntityManager entities) {
    super(entities, "discovery_part", "tools", new TypeReference<>() {});
  }
}
