/** The trail as it grows, for those who watch it. */
@NullMarked
package dev.gatehouse.audit.live;

import org.jspecify.annotations.NullMarked;
