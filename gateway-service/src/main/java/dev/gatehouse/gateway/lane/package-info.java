/** What belongs to one event loop, so that no call shares a lock with another. */
@NullMarked
package dev.gatehouse.gateway.lane;

import org.jspecify.annotations.NullMarked;
