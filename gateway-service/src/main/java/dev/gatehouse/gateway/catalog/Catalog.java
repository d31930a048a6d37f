package dev.gatehouse.gateway.catalog;

import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The gateways that are served now. Written by the reader of the topic, read by every call. */
@Singleton
public final class Catalog {
  private final ConcurrentHashMap<String, Gateway> byPath = new ConcurrentHashMap<>();

  /**
   * @param path {@code org-slug/gateway-slug}
   */
  public @Nullable Gateway find(String path) {
    return byPath.get(path);
  }

  public int size() {
    return byPath.size();
  }

  void put(String path, Gateway gateway) {
    byPath.put(path, gateway);
  }

  void remove(String path, String gateway) {
    byPath.computeIfPresent(path, (ignored, there) -> there.id().equals(gateway) ? null : there);
  }
}
