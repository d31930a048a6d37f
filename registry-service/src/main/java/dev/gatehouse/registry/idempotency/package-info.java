/**
 * {@code Idempotency-Key} on POST: what was asked for once is done once, however often it is sent.
 */
@NullMarked
package dev.gatehouse.registry.idempotency;

import org.jspecify.annotations.NullMarked;
