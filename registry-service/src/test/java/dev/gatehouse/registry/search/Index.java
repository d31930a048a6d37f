package dev.gatehouse.registry.search;

import io.quarkus.arc.Arc;
import java.util.List;

/** What a replica does by itself each second: takes over what has changed in the catalogue. */
final class Index {
  private Index() {}

  static List<View> refresh() {
    return Arc.container().instance(PublicEntries.class).get().refresh();
  }
}
