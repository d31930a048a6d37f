/** Bounds on what the requests of one organisation can hold. */
@NullMarked
package dev.gatehouse.sync.limit;

import org.jspecify.annotations.NullMarked;
