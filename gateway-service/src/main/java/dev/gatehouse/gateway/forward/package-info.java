/** Requests of legacy sessions on their way to the replica that holds what belongs to them. */
@NullMarked
package dev.gatehouse.gateway.forward;

import org.jspecify.annotations.NullMarked;
