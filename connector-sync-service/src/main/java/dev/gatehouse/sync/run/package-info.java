/** One sync of one connector: what it found, and telling it. */
@NullMarked
package dev.gatehouse.sync.run;

import org.jspecify.annotations.NullMarked;
