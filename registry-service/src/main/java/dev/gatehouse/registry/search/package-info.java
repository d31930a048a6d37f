/** Search over the servers of the catalogue and their tools. */
@NullMarked
package dev.gatehouse.registry.search;

import org.jspecify.annotations.NullMarked;
