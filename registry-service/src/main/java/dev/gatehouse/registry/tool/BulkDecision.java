package dev.gatehouse.registry.tool;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of a decision about several tools: it is made about all of them, or about none.
 *
 * @param tools at most {@link #MAX}
 */
record BulkDecision(@Nullable List<Item> tools) {
  static final int MAX = 500;

  /**
   * @param hash of the definition that was looked at: another one is not decided about
   */
  record Item(@Nullable UUID id, @Nullable String hash) {}
}
