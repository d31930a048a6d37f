/** Measures what a tool call costs, beside nginx as a reverse proxy in the same sitting. */
@NullMarked
package dev.gatehouse.benchmarks;

import org.jspecify.annotations.NullMarked;
