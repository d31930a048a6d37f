/** An inverted index in memory: which entries have a word, and how much it says of them. */
@NullMarked
package dev.gatehouse.registry.index;

import org.jspecify.annotations.NullMarked;
