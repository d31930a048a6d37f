/** Reading compacted topics into memory, and partitioning by organisation. */
@NullMarked
package dev.gatehouse.platform.kafka;

import org.jspecify.annotations.NullMarked;
