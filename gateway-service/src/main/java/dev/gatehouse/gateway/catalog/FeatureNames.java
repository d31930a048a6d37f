package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedConnector;
import dev.gatehouse.platform.event.FeatureKind;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives what several connectors offer names that are unique in a gateway. The connector that was
 * added first keeps its names; what another has under the same one gets a prefix. {@code
 * files+https://host/a} is a URI as well (RFC 3986, section 3.1).
 */
final class FeatureNames {
  private final Set<String> uris = new HashSet<>();
  private final Set<String> prompts = new HashSet<>();

  String name(ExposedConnector exposed, ConnectorManifest connector, KnownFeature feature) {
    boolean prompt = feature.kind() == FeatureKind.PROMPT;
    Set<String> taken = prompt ? prompts : uris;
    String separator = prompt ? "_" : "+";
    String own = exposed.prefix();
    String name = own == null ? feature.name() : own + separator + feature.name();
    String prefix = own == null ? prefix(connector.slug()) : own;
    for (int number = own == null ? 1 : 2; !taken.add(name); number++) {
      name = prefix + (number == 1 ? "" : number) + separator + feature.name();
    }
    return name;
  }

  /** A scheme starts with a letter. */
  private static String prefix(String slug) {
    return Character.isLetter(slug.charAt(0)) ? slug : "c" + slug;
  }
}
