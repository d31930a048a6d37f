package dev.gatehouse.registry.search;

import io.quarkus.arc.Arc;

/** What a replica does by itself each second: takes over what has changed in the catalogue. */
final class Index {
  private Index() {}

  static void refresh() {
    Arc.container().instance(PublicEntries.class).get().refresh();
  }
}
