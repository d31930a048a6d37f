/**
 * What the services tell each other over Kafka: one envelope, one record type per event, the
 * topics. No Quarkus in here.
 */
@NullMarked
package dev.gatehouse.platform.event;

import org.jspecify.annotations.NullMarked;
