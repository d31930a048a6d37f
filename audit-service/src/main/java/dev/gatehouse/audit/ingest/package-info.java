/** From Kafka into the trail: read in batches, stored once, offsets after the commit. */
@NullMarked
package dev.gatehouse.audit.ingest;

import org.jspecify.annotations.NullMarked;
