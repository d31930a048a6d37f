package dev.gatehouse.platform.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Parts a list so that no record of it is too large. */
public final class RecordParts {
  private RecordParts() {}

  /**
   * The items in their order, in parts that are never empty. Only an item that is itself over the
   * limit makes a part that is.
   *
   * @param maxBytes of the JSON of one part; leave room for the envelope around it
   */
  public static <T> List<List<T>> of(List<T> items, int maxBytes) {
    List<List<T>> parts = new ArrayList<>();
    List<T> part = new ArrayList<>();
    int bytes = 0;
    for (T item : items) {
      int size = size(item) + 1;
      if (!part.isEmpty() && bytes + size > maxBytes) {
        parts.add(List.copyOf(part));
        part.clear();
        bytes = 0;
      }
      part.add(item);
      bytes += size;
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }

  private static int size(Object item) {
    try {
      return Json.mapper().writeValueAsBytes(item).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an item of an event could not be written", e);
    }
  }
}
