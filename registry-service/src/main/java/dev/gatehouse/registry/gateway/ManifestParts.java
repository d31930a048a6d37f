package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Parts a gateway's tools so that no record of them exceeds 128 KiB. */
final class ManifestParts {
  /** Leaves room for the envelope around the tools. */
  static final int MAX_BYTES = 126 * 1024;

  private ManifestParts() {}

  static List<List<ExposedTool>> of(List<ExposedTool> tools) {
    List<List<ExposedTool>> parts = new ArrayList<>();
    List<ExposedTool> part = new ArrayList<>();
    int bytes = 0;
    for (ExposedTool tool : tools) {
      int size = size(tool) + 1;
      if (bytes + size > MAX_BYTES) {
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

  private static int size(ExposedTool tool) {
    try {
      return Json.mapper().writeValueAsBytes(tool).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an exposed tool could not be written", e);
    }
  }
}
