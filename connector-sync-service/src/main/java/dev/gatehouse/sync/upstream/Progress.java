package dev.gatehouse.sync.upstream;

import dev.gatehouse.mcp.upstream.ListedKind;

/** Told how far the questions to an upstream have come. Must not block. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (kind, page) -> {};

  /**
   * A page is asked for.
   *
   * @param page counts from 1 for each kind
   */
  void asking(ListedKind kind, int page);
}
