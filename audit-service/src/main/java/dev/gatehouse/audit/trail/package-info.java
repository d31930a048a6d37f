/** The stored records: rows, partitions and who may touch them. */
@NullMarked
package dev.gatehouse.audit.trail;

import org.jspecify.annotations.NullMarked;
