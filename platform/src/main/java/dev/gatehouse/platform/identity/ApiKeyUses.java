package dev.gatehouse.platform.identity;

import dev.gatehouse.platform.event.ApiKeyUsed;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Which API keys were taken since somebody asked last: one entry for each, however often. */
final class ApiKeyUses {
  private final ConcurrentHashMap<String, ApiKeyUsed> latest = new ConcurrentHashMap<>();

  void add(String organisation, String id, Instant at) {
    latest.put(id, new ApiKeyUsed(organisation, id, at));
  }

  List<ApiKeyUsed> drain() {
    return latest.keySet().stream().map(latest::remove).filter(used -> used != null).toList();
  }
}
