/** Tells the other services that they know everything. */
@NullMarked
package dev.gatehouse.auth.heartbeat;

import org.jspecify.annotations.NullMarked;
