/** Listening to upstreams that tell of changes, so that a sync follows at once. */
@NullMarked
package dev.gatehouse.sync.news;

import org.jspecify.annotations.NullMarked;
