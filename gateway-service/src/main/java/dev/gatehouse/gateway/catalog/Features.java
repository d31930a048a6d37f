package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.policy.Permissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources, resource templates and prompts of one gateway. Whoever may read sees all of them.
 * Immutable.
 */
public final class Features {
  /** What asking for any of them takes. */
  public static final Scope NEEDED_SCOPE = Scope.READ;

  private static final Map<FeatureKind, String> MEMBERS =
      Map.of(
          FeatureKind.RESOURCE,
          "resources",
          FeatureKind.RESOURCE_TEMPLATE,
          "resourceTemplates",
          FeatureKind.PROMPT,
          "prompts");

  private final Map<FeatureKind, Map<String, GatewayFeature>> byName =
      new EnumMap<>(FeatureKind.class);
  private final Map<FeatureKind, Listing> listings = new EnumMap<>(FeatureKind.class);
  private final Map<FeatureKind, Listing> empty = new EnumMap<>(FeatureKind.class);
  private final Map<Origin, GatewayFeature> byOrigin = new HashMap<>();
  private final List<Template> templates = new ArrayList<>();

  private record Origin(String connector, String uri) {}

  private record Template(UriTemplate pattern, GatewayFeature feature) {}

  /**
   * @param features with unique names, in the order of their connectors
   */
  Features(List<GatewayFeature> features) {
    for (FeatureKind kind : FeatureKind.values()) {
      Map<String, GatewayFeature> ofKind = new HashMap<>();
      features.stream()
          .filter(feature -> feature.kind() == kind)
          .forEach(feature -> ofKind.put(feature.name(), feature));
      byName.put(kind, ofKind);
      String member = MEMBERS.getOrDefault(kind, "");
      listings.put(kind, new Listing(member, sorted(ofKind)));
      empty.put(kind, new Listing(member, List.of()));
    }
    for (GatewayFeature feature : features) {
      switch (feature.kind()) {
        case RESOURCE ->
            byOrigin.put(new Origin(feature.connector().id(), feature.upstreamName()), feature);
        case RESOURCE_TEMPLATE ->
            templates.add(new Template(new UriTemplate(feature.name()), feature));
        case PROMPT -> {}
      }
    }
    templates.sort(
        Comparator.comparingInt((Template template) -> template.pattern().literals()).reversed());
  }

  private static List<GatewayFeature> sorted(Map<String, GatewayFeature> features) {
    return features.values().stream().sorted(Comparator.comparing(GatewayFeature::name)).toList();
  }

  /** What a caller with these permissions sees. */
  public Listing listing(FeatureKind kind, Permissions permissions) {
    Map<FeatureKind, Listing> seen = permissions.include(NEEDED_SCOPE) ? listings : empty;
    return java.util.Objects.requireNonNull(seen.get(kind));
  }

  /** By the name that clients see; a resource that only a template knows is not found here. */
  public @Nullable GatewayFeature find(FeatureKind kind, String name) {
    return byName.getOrDefault(kind, Map.of()).get(name);
  }

  /**
   * Where a URI is read: as the resource of this URI, else by the template that fits it and has the
   * most fixed text; of two with the same, the one of the connector that was added first.
   */
  public @Nullable ResourceRoute resource(String uri) {
    GatewayFeature listed = find(FeatureKind.RESOURCE, uri);
    if (listed != null) {
      return new ResourceRoute(listed, listed.upstreamName());
    }
    for (Template template : templates) {
      if (template.pattern().matches(uri)) {
        GatewayFeature feature = template.feature();
        int prefix = feature.name().length() - feature.upstreamName().length();
        return new ResourceRoute(feature, uri.substring(prefix));
      }
    }
    return null;
  }

  /**
   * The URI under which clients know a resource of a connector, as for {@code
   * notifications/resources/updated}; null if it is not listed here.
   */
  public @Nullable String exposedUri(String connector, String upstreamUri) {
    GatewayFeature feature = byOrigin.get(new Origin(connector, upstreamUri));
    return feature == null ? null : feature.name();
  }
}
