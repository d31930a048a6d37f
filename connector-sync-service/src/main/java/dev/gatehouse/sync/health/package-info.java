/** Whether upstreams are there, between syncs. */
@NullMarked
package dev.gatehouse.sync.health;

import org.jspecify.annotations.NullMarked;
