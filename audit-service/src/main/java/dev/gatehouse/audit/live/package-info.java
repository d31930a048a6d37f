/** Records as they come, for whoever watches. */
@NullMarked
package dev.gatehouse.audit.live;

import org.jspecify.annotations.NullMarked;
