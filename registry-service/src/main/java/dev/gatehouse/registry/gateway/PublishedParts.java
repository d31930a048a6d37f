package dev.gatehouse.registry.gateway;

import java.util.List;

/**
 * What of a gateway's tools is in the catalogue.
 *
 * @param revision of the gateway that is meant
 * @param parts in their order
 */
record PublishedParts(long revision, List<PublishedPart> parts) {
  static final PublishedParts NONE = new PublishedParts(0, List.of());

  PublishedParts {
    parts = List.copyOf(parts);
  }

  /** The parts, if nothing is known to have been published since by a version that has no such. */
  List<PublishedPart> at(long current) {
    return revision == current ? parts : List.of();
  }
}
