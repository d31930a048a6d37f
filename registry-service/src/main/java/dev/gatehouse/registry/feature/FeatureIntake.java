package dev.gatehouse.registry.feature;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.connector.ConnectorRemoving;
import dev.gatehouse.registry.discovery.RunParts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes over the resources, resource templates and prompts that a run has found. */
@ApplicationScoped
public class FeatureIntake {
  private final FeatureRepository features;
  private final FeatureParts parts;
  private final Catalog catalog;

  FeatureIntake(FeatureRepository features, FeatureParts parts, Catalog catalog) {
    this.features = features;
    this.parts = parts;
    this.catalog = catalog;
  }

  private record Name(FeatureKind kind, String name) {}

  /** What was kept of a run that counts no more is dropped. */
  public void drop(UUID connector, RunFinished run) {
    parts.take(connector, run.run());
  }

  /** Within a transaction that holds the organisation's lock. */
  public void take(Connector connector, RunFinished run) {
    RunParts.Collected<FoundFeature> collected = parts.take(connector.id(), run.run());
    Map<Name, Feature> known = new HashMap<>();
    features
        .ofConnector(connector.id())
        .forEach(feature -> known.put(new Name(feature.kind, feature.name), feature));
    Set<Name> present = new HashSet<>();
    for (FoundFeature found : collected.found()) {
      Name name = new Name(found.kind(), found.name());
      if (present.add(name)) {
        take(connector, found, known.get(name));
      }
    }
    features.flush();
    // Parts that are missing make every kind a partial one: nothing must be removed.
    if (collected.parts() == run.featureParts()) {
      removeOthers(known, present, run.wholeKinds(), run.refusedFeatures());
    }
  }

  private void take(Connector connector, FoundFeature found, @Nullable Feature known) {
    if (known == null) {
      Feature feature = new Feature(connector, UuidCreator.getTimeOrderedEpoch(), found);
      features.persist(feature);
      catalog.publish(feature.event());
    } else if (!known.hash.equals(found.hash())) {
      known.change(found);
      catalog.publish(known.event());
    }
  }

  /** What was refused without its whole name could be any of those that are known. */
  private void removeOthers(
      Map<Name, Feature> known,
      Set<Name> present,
      Set<FeatureKind> whole,
      List<RefusedFeature> refused) {
    Set<FeatureKind> unsure = new HashSet<>();
    refused.forEach(feature -> unsure.add(feature.kind()));
    known.forEach((name, feature) -> {
      if (!present.contains(name) && whole.contains(name.kind()) && !unsure.contains(name.kind())) {
        remove(feature);
      }
    });
  }

  void connectorRemoving(@Observes ConnectorRemoving event) {
    features.ofConnector(event.connector()).forEach(this::remove);
  }

  private void remove(Feature feature) {
    catalog.remove(feature.key());
    features.delete(feature);
  }
}
