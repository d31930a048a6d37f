package dev.gatehouse.sync.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Parts found tools so that no record of them reaches 200 KiB. */
final class DiscoveryParts {
  /** Leaves room for the envelope around the tools. */
  static final int MAX_BYTES = 198 * 1024;

  private DiscoveryParts() {}

  static List<List<FoundTool>> of(List<FoundTool> tools) {
    List<List<FoundTool>> parts = new ArrayList<>();
    List<FoundTool> part = new ArrayList<>();
    int bytes = 0;
    for (FoundTool tool : tools) {
      int size = size(tool) + 1;
      if (!part.isEmpty() && bytes + size > MAX_BYTES) {
        parts.add(List.copyOf(part));
        part.clear();
        bytes = 0;
      }
      part.add(tool);
      bytes += size;
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }

  private static int size(FoundTool tool) {
    try {
      return Json.mapper().writeValueAsBytes(tool).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a found tool could not be written", e);
    }
  }
}
