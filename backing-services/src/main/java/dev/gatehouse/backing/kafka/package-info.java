/** A real Kafka broker inside this JVM, for the local run and for tests. */
@NullMarked
package dev.gatehouse.backing.kafka;

import org.jspecify.annotations.NullMarked;
