package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.GatewayLimits;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.policy.Permissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One gateway at one revision. Immutable but for its lists, which are made when first asked for.
 */
public final class Gateway {
  private final GatewayManifest manifest;
  private final String resource;
  private final List<GatewayTool> sorted;
  private final Map<String, GatewayTool> byName;
  private final Features features;
  private final Capabilities capabilities;
  private final List<Changing> changing;
  private final AtomicReferenceArray<@Nullable Listing> listings =
      new AtomicReferenceArray<>(Permissions.COUNT);

  /**
   * @param resource canonical URI (RFC 8707)
   * @param tools enabled ones only; of two with one name the first counts
   * @param changing connectors whose servers tell of changes
   */
  Gateway(
      GatewayManifest manifest,
      String resource,
      List<GatewayTool> tools,
      Features features,
      Capabilities capabilities,
      List<Changing> changing) {
    this.changing = changing;
    this.manifest = manifest;
    this.resource = resource;
    this.features = features;
    this.capabilities = capabilities;
    this.byName =
        tools.stream()
            .collect(Collectors.toMap(GatewayTool::name, Function.identity(), (a, b) -> a));
    this.sorted = byName.values().stream().sorted(Listing.ORDER).toList();
  }

  public String id() {
    return manifest.id();
  }

  public String organisation() {
    return manifest.organisation();
  }

  /** {@code org-slug/gateway-slug}. */
  public String path() {
    return manifest.organisationSlug() + "/" + manifest.slug();
  }

  /** All its tools, whoever asks, in the order that lists have. */
  public List<GatewayTool> tools() {
    return sorted;
  }

  public GatewayManifest manifest() {
    return manifest;
  }

  public String resource() {
    return resource;
  }

  public boolean apiKeysAllowed() {
    return manifest.settings().apiKeysAllowed();
  }

  /** How much its owners let it serve. */
  public GatewayLimits limits() {
    return manifest.settings().limits();
  }

  /** Whether a call beyond the token's scope is told so, instead of "no such tool". */
  public boolean challengesForScope() {
    return manifest.settings().scopeMode().equals("challenge");
  }

  public @Nullable GatewayTool tool(String name) {
    return byName.get(name);
  }

  /** Its resources, resource templates and prompts. */
  public Features features() {
    return features;
  }

  /** What there is at all, whoever asks. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Connectors whose servers tell when what is shown here of them changes. */
  public List<Changing> changing() {
    return changing;
  }

  /** What a caller with these permissions sees. */
  public Listing listing(Permissions permissions) {
    Listing known = listings.get(permissions.mask());
    if (known != null) {
      return known;
    }
    Listing made =
        new Listing(
            "tools",
            sorted.stream().filter(tool -> permissions.include(tool.neededScope())).toList());
    listings.set(permissions.mask(), made); // two threads may both make it; they are equal
    return made;
  }
}
