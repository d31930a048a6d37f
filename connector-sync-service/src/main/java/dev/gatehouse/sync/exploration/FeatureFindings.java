package dev.gatehouse.sync.exploration;

import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedFeature;
import dev.gatehouse.platform.event.FeatureKind;
import java.util.List;
import java.util.Set;

/**
 * The resources, resource templates and prompts that a run found.
 *
 * @param whole kinds of which everything was found
 */
public record FeatureFindings(
    List<FoundFeature> found, List<RefusedFeature> refused, Set<FeatureKind> whole) {
  static final FeatureFindings NONE = new FeatureFindings(List.of(), List.of(), Set.of());
}
