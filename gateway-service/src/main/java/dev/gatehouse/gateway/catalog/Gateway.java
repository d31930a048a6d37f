package dev.gatehouse.gateway.catalog;

import dev.gatehouse.gateway.policy.Permissions;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import java.util.Comparator;
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
  private final AtomicReferenceArray<@Nullable ToolListing> listings =
      new AtomicReferenceArray<>(Permissions.COUNT);

  /**
   * @param resource canonical URI (RFC 8707)
   * @param tools enabled ones only; of two with one name the first counts
   */
  Gateway(GatewayManifest manifest, String resource, List<GatewayTool> tools) {
    this.manifest = manifest;
    this.resource = resource;
    this.byName =
        tools.stream()
            .collect(Collectors.toMap(GatewayTool::name, Function.identity(), (a, b) -> a));
    this.sorted = byName.values().stream().sorted(Comparator.comparing(GatewayTool::name)).toList();
  }

  public String id() {
    return manifest.id();
  }

  public String organisation() {
    return manifest.organisation();
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

  /** Whether a call beyond the token's scope is told so, instead of "no such tool". */
  public boolean challengesForScope() {
    return manifest.settings().scopeMode().equals("challenge");
  }

  public @Nullable GatewayTool tool(String name) {
    return byName.get(name);
  }

  /** What a caller with these permissions sees. */
  public ToolListing listing(Permissions permissions) {
    ToolListing known = listings.get(permissions.mask());
    if (known != null) {
      return known;
    }
    ToolListing made =
        new ToolListing(
            sorted.stream().filter(tool -> permissions.include(tool.neededScope())).toList());
    listings.set(permissions.mask(), made); // two threads may both make it; they are equal
    return made;
  }
}
