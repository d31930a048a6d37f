/** Sends an organisation's records to systems of its own, as they come. */
@NullMarked
package dev.gatehouse.audit.destination;

import org.jspecify.annotations.NullMarked;
