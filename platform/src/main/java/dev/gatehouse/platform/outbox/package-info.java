/**
 * The transactional outbox: an event is written with the change that it tells of, and published
 * afterwards.
 */
@NullMarked
package dev.gatehouse.platform.outbox;

import org.jspecify.annotations.NullMarked;
