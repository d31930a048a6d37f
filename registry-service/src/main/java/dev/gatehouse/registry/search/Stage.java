package dev.gatehouse.registry.search;

/** How far a search has gone to find something; it goes on where there are only a few results. */
enum Stage {
  /** All words, as they are. */
  EXACT,
  /** Misspelt words corrected, words completed. */
  CORRECTED,
  /** Some of the words. */
  RELAXED
}
