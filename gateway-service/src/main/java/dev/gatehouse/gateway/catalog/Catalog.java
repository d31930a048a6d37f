package dev.gatehouse.gateway.catalog;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gateways that are served now. Written by the reader of the topic, read by every call. */
@Singleton
public final class Catalog {
  private final ConcurrentHashMap<String, Gateway> byPath = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Gateway> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Set<String>> ids = new ConcurrentHashMap<>();

  /**
   * @param path {@code org-slug/gateway-slug}
   */
  public @Nullable Gateway find(String path) {
    return byPath.get(path);
  }

  /**
   * @param id of the gateway
   */
  public @Nullable Gateway findById(String id) {
    return byId.get(id);
  }

  /** All gateways of an organisation that are served, in no particular order. */
  public List<Gateway> of(String organisation) {
    return ids.getOrDefault(organisation, Set.of()).stream()
        .map(byId::get)
        .filter(Objects::nonNull)
        .toList();
  }

  public int size() {
    return byPath.size();
  }

  void put(String path, Gateway gateway) {
    byPath.put(path, gateway);
    byId.put(gateway.id(), gateway);
    ids.computeIfAbsent(gateway.organisation(), ignored -> ConcurrentHashMap.newKeySet())
        .add(gateway.id());
  }

  void remove(String path, String gateway) {
    byPath.computeIfPresent(path, (ignored, there) -> there.id().equals(gateway) ? null : there);
    Gateway known = byId.get(gateway);
    if (known != null && known.path().equals(path)) { // else it is served at another path by now
      byId.remove(gateway);
      ids.computeIfPresent(
          known.organisation(),
          (ignored, all) -> {
            all.remove(gateway);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
