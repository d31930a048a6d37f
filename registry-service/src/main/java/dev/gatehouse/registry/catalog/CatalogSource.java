package dev.gatehouse.registry.catalog;

/** A feature that has something in the catalogue. Sources are replayed in the order they give. */
public interface CatalogSource {

  /** Where in the replay it stands: what is referred to comes before what refers to it. */
  int order();

  /** Publishes everything of one organisation again as it is now, in transactions of its own. */
  void replay(String organisation);
}
