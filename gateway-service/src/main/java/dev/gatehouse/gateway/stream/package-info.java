/** What outlives one message of a client: event streams, open questions, running requests. */
@NullMarked
package dev.gatehouse.gateway.stream;

import org.jspecify.annotations.NullMarked;
