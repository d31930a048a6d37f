/** The audit spool: written before the answer, relayed to Kafka. */
@NullMarked
package dev.gatehouse.gateway.audit;

import org.jspecify.annotations.NullMarked;
